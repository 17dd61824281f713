package org.belfry.media.dtmf;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Makes telephone-event packets of presses (RFC 4733 §2.5.1): one packet per step while a key is
 * down, the last one three times with the end bit, then a pause before the next digit. The packets
 * take the place of the sound.
 *
 * <p>A pure machine: the caller steps it once per packet time and sends what it says. Belongs to
 * one thread; stepping allocates nothing.
 */
public final class EventSender {
  /** Digits that may wait. A person does not type faster; more are refused. */
  public static final int MAX_WAITING = 64;

  /** Bytes of a payload. */
  public static final int PAYLOAD = 4;

  /**
   * Shortest press and pause. Receivers must understand 40 ms (ITU-T Q.24); gateways are slower.
   */
  static final int SHORTEST_MS = 60;

  /** Longest press; what nobody releases ends by itself. */
  static final int LONGEST_MS = 30_000;

  private static final int ENDS = 3;
  private static final int LONGEST_SEGMENT = 0xffff;
  private static final int VOLUME = 10; // -10 dBm0

  private static final class Press {
    final Digit digit;
    int ms;

    Press(Digit digit, int ms) {
      this.digit = digit;
      this.ms = ms;
    }
  }

  private final int ticksPerMs;
  private final Queue<Press> waiting = new ArrayDeque<>();
  private @Nullable Press open;
  private @Nullable Press current;
  private @Nullable Digit sent;
  private int heldMs;
  private int timestamp;
  private int segmentTicks;
  private int carriedTicks;
  private boolean segmentFull;
  private boolean marker;
  private boolean end;
  private int endsLeft;
  private int pauseLeftMs;

  /**
   * @param clockRate ticks per second, as in a=rtpmap
   */
  public EventSender(int clockRate) {
    this.ticksPerMs = clockRate / 1000;
  }

  /**
   * Sends a digit, after those that wait.
   *
   * @param ms how long the key is down; taken as at least 60 and at most 30000
   * @return false when {@link #MAX_WAITING} wait already: it is not sent
   */
  public boolean send(Digit digit, int ms) {
    return enqueue(new Press(digit, Math.clamp(ms, SHORTEST_MS, LONGEST_MS)));
  }

  /** Begins a digit that sounds until {@link #release}, 30 s at most. Else as {@link #send}. */
  public boolean press(Digit digit) {
    Press press = new Press(digit, LONGEST_MS);
    boolean taken = enqueue(press);
    if (taken) {
      open = press;
    }
    return taken;
  }

  private boolean enqueue(Press press) {
    release(); // or it would hold up those behind it
    return waiting.size() < MAX_WAITING && waiting.add(press);
  }

  /** Ends what {@link #press} began. Nothing happens when nothing is open. */
  public void release() {
    if (open != null) {
      open.ms = open == current ? heldMs : SHORTEST_MS;
      open = null;
    }
  }

  /** Whether anything is being sent or waits. */
  public boolean busy() {
    return current != null || !waiting.isEmpty();
  }

  /**
   * The next packet time has come.
   *
   * @param now the timestamp that sound would have now
   * @param ms how much time a step is
   * @return whether a packet is to be sent, with {@link #timestamp}, {@link #marker} and {@link
   *     #write}; else sound may be sent
   */
  public boolean step(int now, int ms) {
    if (endsLeft > 0) {
      endsLeft--;
      marker = false;
      if (endsLeft == 0) {
        current = null;
        pauseLeftMs = SHORTEST_MS;
      }
      return true;
    }
    if (pauseLeftMs > 0) {
      pauseLeftMs -= ms;
      return false;
    }
    marker = current == null;
    if (current == null) {
      current = waiting.poll();
      if (current == null) {
        return false;
      }
      begin(now);
      sent = current.digit;
    }
    grow(ms);
    end = !segmentFull && heldMs >= Math.max(current.ms, SHORTEST_MS);
    if (end) {
      if (open == current) {
        open = null;
      }
      endsLeft = ENDS - 1;
    }
    return true;
  }

  private void begin(int now) {
    timestamp = now;
    heldMs = 0;
    segmentTicks = 0;
    carriedTicks = 0;
    segmentFull = false;
  }

  private void grow(int ms) {
    heldMs += ms;
    if (segmentFull) {
      // RFC 4733 §2.5.1: what a duration cannot say goes on in another segment, without a marker.
      timestamp += LONGEST_SEGMENT;
      segmentTicks = carriedTicks;
    }
    int ticks = segmentTicks + ms * ticksPerMs;
    segmentFull = ticks > LONGEST_SEGMENT;
    carriedTicks = segmentFull ? ticks - LONGEST_SEGMENT : 0;
    segmentTicks = Math.min(ticks, LONGEST_SEGMENT);
  }

  /** Of all packets of a press. */
  public int timestamp() {
    return timestamp;
  }

  /** Set on the first packet of a press. */
  public boolean marker() {
    return marker;
  }

  /**
   * Writes the payload (RFC 4733 §2.3).
   *
   * @throws IllegalStateException when no step said that there is one
   */
  public void write(byte[] out, int to) {
    if (sent == null) {
      throw new IllegalStateException("no event");
    }
    out[to] = (byte) sent.event();
    out[to + 1] = (byte) ((end ? 0x80 : 0) | VOLUME);
    out[to + 2] = (byte) (segmentTicks >> 8);
    out[to + 3] = (byte) segmentTicks;
  }
}
