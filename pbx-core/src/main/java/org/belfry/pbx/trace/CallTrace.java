package org.belfry.pbx.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one call: its first ones and a ring of the newest.
 *
 * <p>Written by its lane only, without a lock. {@link #messages} may be asked on any thread at any
 * time: a slot holds an immutable message or nothing, and each message knows its place, so that the
 * worst a reader sees is one message too few.
 */
public final class CallTrace {
  private static final int FIRST_SLOTS = 16;
  private static final AtomicReferenceArray<@Nullable TracedMessage> NO_SLOTS =
      new AtomicReferenceArray<>(0);
  private static final int NOTES_MAX = 40;
  private static final int NOTE_LENGTH_MAX = 300;

  private final String callId;
  private final TraceProperties limits;
  private final CallTraces owner;
  private volatile AtomicReferenceArray<@Nullable TracedMessage> slots;
  private volatile List<TraceNote> notes = List.of();
  private int next;
  private int ringFrom;
  private int bytes;
  private Instant lastAt;
  private boolean call;
  private boolean forgotten;

  CallTrace(String callId, TraceProperties limits, CallTraces owner, Instant now) {
    this.callId = callId;
    this.limits = limits;
    this.owner = owner;
    this.ringFrom = limits.firstMessages();
    this.lastAt = now;
    this.slots = new AtomicReferenceArray<>(Math.min(FIRST_SLOTS, limits.messagesPerCall()));
  }

  public String callId() {
    return callId;
  }

  /**
   * Notes a message. Only on the call's lane.
   *
   * @param message shared from now on: nobody may write to it
   */
  public void note(Instant now, Direction direction, Hop hop, byte[] message) {
    note(now, direction, hop, message, null);
  }

  /** Notes that a message was not sent. Only on the call's lane. */
  public void failed(Instant now, Hop hop, byte[] message, String why) {
    note(now, Direction.NOT_SENT, hop, message, why);
  }

  /**
   * Notes something that was no message; the fortieth and last says that there were more. Only on
   * the call's lane.
   *
   * @param what one sentence; cut off after 300 characters
   */
  public void remark(Instant now, String what) {
    List<TraceNote> before = notes;
    if (forgotten || before.size() >= NOTES_MAX) {
      return;
    }
    String text =
        before.size() == NOTES_MAX - 1
            ? "more happened than is kept"
            : what.substring(0, Math.min(what.length(), NOTE_LENGTH_MAX));
    List<TraceNote> more = new ArrayList<>(before);
    more.add(new TraceNote(next, now, text));
    notes = List.copyOf(more);
    bytes += text.length();
    owner.grew(this, text.length());
  }

  /** What was noted besides messages, in the order it happened. On any thread. */
  public List<TraceNote> notes() {
    return notes;
  }

  private void note(
      Instant now, Direction direction, Hop hop, byte[] message, @Nullable String failure) {
    if (forgotten) {
      return;
    }
    byte[] kept =
        message.length <= limits.bytesPerMessage()
            ? message
            : Arrays.copyOf(message, limits.bytesPerMessage());
    int before = bytes;
    put(new TracedMessage(next, now, direction, hop, kept, failure));
    lastAt = now;
    owner.grew(this, bytes - before);
  }

  private void put(TracedMessage message) {
    int slot = slot(next);
    if (slot == slots.length()) {
      grow();
    }
    drop(slot);
    next++;
    bytes += message.bytes().length;
    slots.setRelease(slot, message);
    ringFrom = Math.max(ringFrom, next - (limits.messagesPerCall() - limits.firstMessages()));
    while (bytes > limits.bytesPerCall() && ringFrom < next - 1) {
      drop(slot(ringFrom++));
    }
  }

  private int slot(int number) {
    int first = limits.firstMessages();
    return number < first ? number : first + (number - first) % (limits.messagesPerCall() - first);
  }

  private void drop(int slot) {
    TracedMessage old = slots.getPlain(slot);
    if (old != null) {
      bytes -= old.bytes().length;
      slots.setRelease(slot, null);
    }
  }

  private void grow() {
    AtomicReferenceArray<@Nullable TracedMessage> old = slots;
    AtomicReferenceArray<@Nullable TracedMessage> more =
        new AtomicReferenceArray<>(Math.min(2 * old.length(), limits.messagesPerCall()));
    for (int i = 0; i < old.length(); i++) {
      more.setPlain(i, old.getPlain(i));
    }
    slots = more;
  }

  /** What is kept, in the order it happened. On any thread. */
  public List<TracedMessage> messages() {
    AtomicReferenceArray<@Nullable TracedMessage> now = slots;
    List<TracedMessage> all = new ArrayList<>(now.length());
    for (int i = 0; i < now.length(); i++) {
      TracedMessage message = now.getAcquire(i);
      if (message != null) {
        all.add(message);
      }
    }
    all.sort(Comparator.comparingInt(TracedMessage::number));
    return all;
  }

  // ---- for the owner, on the lane

  int bytes() {
    return bytes;
  }

  Instant lastAt() {
    return lastAt;
  }

  boolean isCall() {
    return call;
  }

  void becomeCall() {
    call = true;
  }

  /** What it holds goes, and what still comes is noted nowhere. */
  void forget() {
    forgotten = true;
    slots = NO_SLOTS;
    notes = List.of();
  }
}
