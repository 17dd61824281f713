package org.belfry.media.dtmf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.dtmf.DtmfEvent.Pressed;
import org.belfry.media.dtmf.DtmfEvent.Released;
import org.jspecify.annotations.Nullable;

/**
 * Makes presses and releases of telephone-event packets (RFC 4733 §2.5.2). All packets of one press
 * have the same timestamp, which tells repetitions from another press of the same key; losses and
 * disorder cost nothing as long as one packet of a press arrives.
 *
 * <p>Belongs to one thread. Never throws for what a packet holds.
 */
public final class EventReceiver {
  /**
   * Silence after which a key counts as released though no packet said so. Senders report every 50
   * ms or faster (RFC 4733 §2.5.1); this leaves room for two losses and some jitter.
   */
  static final long ASSUMED_RELEASED_NANOS = 200_000_000;

  /**
   * A packet that seems older than the last press was overtaken by it, unless that was so long ago:
   * then half of all timestamps have passed, which at 48 kHz takes twelve hours.
   */
  private static final long OVERTAKEN_NANOS = 60_000_000_000L;

  /** More events than this in one packet are not looked at. */
  private static final int MAX_EVENTS = 8;

  private static final int EVENT_BYTES = 4;
  private static final int LONGEST_SEGMENT = 0xffff;

  private final int clockRate;
  private @Nullable Digit down;
  private boolean begun;
  private int timestamp;
  private int duration;
  private long earlierSegments;
  private long heardAt;
  private long malformed;

  /**
   * @param clockRate ticks per second of timestamps and durations, as in a=rtpmap
   */
  public EventReceiver(int clockRate) {
    this.clockRate = clockRate;
  }

  /**
   * Takes a packet.
   *
   * @param now of a clock that only rises, in nanoseconds
   * @return what is new, often nothing
   */
  public List<DtmfEvent> on(int packetTimestamp, byte[] payload, int from, int length, long now) {
    if (length < EVENT_BYTES) {
      malformed++;
      return List.of();
    }
    if (length < 2 * EVENT_BYTES) {
      return one(packetTimestamp, payload, from, now);
    }
    // RFC 4733 §2.5.1: further events begin where the one before ended.
    List<DtmfEvent> all = new ArrayList<>();
    int start = packetTimestamp;
    int count = Math.min(length / EVENT_BYTES, MAX_EVENTS);
    for (int i = 0; i < count; i++) {
      int at = from + i * EVENT_BYTES;
      all.addAll(one(start, payload, at, now));
      start += duration(payload, at);
    }
    return all;
  }

  private static int duration(byte[] payload, int at) {
    return (payload[at + 2] & 0xff) << 8 | (payload[at + 3] & 0xff);
  }

  private List<DtmfEvent> one(int start, byte[] payload, int at, long now) {
    @Nullable Digit digit = Digit.ofEvent(payload[at] & 0xff).orElse(null);
    if (digit == null) {
      return List.of(); // a flash, a modem's tone: nothing that anybody here waits for
    }
    boolean end = (payload[at + 1] & 0x80) != 0;
    int reported = duration(payload, at);
    int age = start - timestamp;
    if (begun && age < 0 && now - heardAt < OVERTAKEN_NANOS) {
      return List.of(); // overtaken by a later press
    }
    if (begun && age == 0) {
      return more(digit, reported, end, now);
    }
    if (down == digit && age == LONGEST_SEGMENT && duration >= LONGEST_SEGMENT / 2) {
      // RFC 4733 §2.5.1: a press longer than a duration can say goes on in another segment.
      earlierSegments += LONGEST_SEGMENT;
      timestamp = start;
      duration = 0;
      return more(digit, reported, end, now);
    }
    List<DtmfEvent> news = new ArrayList<>(3);
    if (down != null) {
      news.add(release(down)); // its end was lost
    }
    begun = true;
    timestamp = start;
    duration = reported;
    earlierSegments = 0;
    heardAt = now;
    down = digit;
    news.add(new Pressed(digit));
    if (end) {
      news.add(release(digit));
    }
    return news;
  }

  private List<DtmfEvent> more(Digit digit, int reported, boolean end, long now) {
    if (down != digit) {
      return List.of(); // the end again, or a late packet of a press that is over
    }
    heardAt = now;
    duration = Math.max(duration, reported);
    return end ? List.of(release(digit)) : List.of();
  }

  private Released release(Digit digit) {
    down = null;
    long ticks = earlierSegments + duration;
    return new Released(digit, Duration.ofNanos(ticks * 1_000_000_000L / clockRate));
  }

  /** Looks whether a key that is down has not been heard of for too long. */
  public List<DtmfEvent> tick(long now) {
    if (down != null && now - heardAt >= ASSUMED_RELEASED_NANOS) {
      return List.of(release(down));
    }
    return List.of();
  }

  /** Another stream begins (a new SSRC): its timestamps have nothing to do with those before. */
  public List<DtmfEvent> restart() {
    begun = false;
    return down == null ? List.of() : List.of(release(down));
  }

  /** Packets that were too short. */
  public long malformed() {
    return malformed;
  }
}
