package org.belfry.media.rtp;

/**
 * What one receiver knows of one RTP stream: unwrapped sequence numbers, loss and jitter (RFC 3550
 * §6.4.1, §A.1, §A.3, §A.8). Belongs to one thread; allocates nothing.
 *
 * <p>Times are nanoseconds of any steady clock. The sums of a stream outlive a change of its SSRC
 * and a restart of its numbering: they are those of the leg.
 */
public final class Reception {
  /** A step forward larger than this is taken for a restart (RFC 3550 §A.1). */
  static final int MAX_DROPOUT = 3000;

  /** A packet further behind than this is taken for a restart. */
  static final int MAX_MISORDER = 100;

  private static final int MODULUS = 1 << 16;
  private static final int NO_SEQUENCE = MODULUS + 1;
  private static final int WINDOW = 64;

  /** What one packet is to its stream. */
  public enum Arrival {
    /** The newest so far. */
    NEXT,
    /** Older than the newest, and not seen before. */
    LATE,
    /** The first packet of a stream: a new SSRC, or numbering that began anew. */
    FIRST,
    /** Seen before. */
    DUPLICATE,
    /**
     * Its number is far from the others. It is dropped; when the next one follows it, the stream
     * has been restarted.
     */
    STRAY
  }

  private boolean begun;
  private int ssrc;
  private long baseSequence;
  private long highest;
  private long window;
  private int strayFollower = NO_SEQUENCE;

  private long received;
  private long expectedBefore;
  private long duplicates;
  private long intervalExpected;
  private long intervalReceived;
  private long expectedAtInterval;
  private long receivedAtInterval;

  private int transit;
  private int lastTimestamp;
  private boolean hasTransit;
  private int jitterTimes16;
  private int clockRate = 8000;

  /**
   * Counts one packet that has been found to be RTP.
   *
   * @param rate RTP clock rate of its payload type, in Hz
   */
  public Arrival arrived(Packet packet, long now, int rate) {
    Arrival arrival = place(packet.ssrc(), packet.sequence());
    if (arrival == Arrival.DUPLICATE) {
      duplicates++;
    } else if (arrival != Arrival.STRAY) {
      received++;
      time(packet.timestamp(), now, rate);
    }
    return arrival;
  }

  private Arrival place(int source, int sequence) {
    if (!begun || source != ssrc) {
      begin(source, sequence);
      return Arrival.FIRST;
    }
    int ahead = (sequence - (int) highest) & (MODULUS - 1);
    if (ahead == 0) {
      return Arrival.DUPLICATE;
    }
    if (ahead < MAX_DROPOUT) {
      highest += ahead;
      window = ahead >= WINDOW ? 1 : window << ahead | 1;
      strayFollower = NO_SEQUENCE;
      return Arrival.NEXT;
    }
    int behind = MODULUS - ahead;
    if (behind > MAX_MISORDER) {
      if (sequence != strayFollower) {
        strayFollower = (sequence + 1) & (MODULUS - 1);
        return Arrival.STRAY;
      }
      begin(source, sequence);
      return Arrival.FIRST;
    }
    // Older than the window is as good as seen: nobody plays a packet that late.
    if (behind >= WINDOW || (window >>> behind & 1) != 0) {
      return Arrival.DUPLICATE;
    }
    window |= 1L << behind;
    baseSequence = Math.min(baseSequence, highest - behind);
    return Arrival.LATE;
  }

  private void begin(int source, int sequence) {
    expectedBefore = expected();
    begun = true;
    ssrc = source;
    // One cycle above zero: a late packet from before the first may have the number before it.
    highest = (long) MODULUS + sequence;
    baseSequence = highest;
    window = 1;
    strayFollower = NO_SEQUENCE;
    hasTransit = false;
  }

  private void time(int timestamp, long now, int rate) {
    if (rate != clockRate) {
      clockRate = rate;
      jitterTimes16 = 0;
      hasTransit = false;
    }
    if (hasTransit && timestamp == lastTimestamp) {
      return; // the packets of one DTMF event or one picture: not sent at the pace of the clock
    }
    lastTimestamp = timestamp;
    int newTransit = (int) (now / 1000 * rate / 1_000_000) - timestamp;
    // A jump of more than a second is another clock, not jitter.
    int difference = Math.abs(newTransit - transit);
    if (hasTransit && difference >= 0 && difference < rate) {
      jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
    }
    transit = newTransit;
    hasTransit = true;
  }

  /** Ends an interval of reporting: what {@link #intervalLost} and its like speak of. */
  public void endInterval() {
    intervalExpected = expected() - expectedAtInterval;
    intervalReceived = received - receivedAtInterval;
    expectedAtInterval = expected();
    receivedAtInterval = received;
  }

  /** Whether anything has come. */
  public boolean begun() {
    return begun;
  }

  /** The source that speaks, as a signed int. */
  public int ssrc() {
    return ssrc;
  }

  /** Highest sequence number with its count of cycles (RFC 3550 §6.4.1), which begins with 0. */
  public int extendedHighest() {
    return (int) (highest - MODULUS);
  }

  /** Packets that came, without duplicates. */
  public long received() {
    return received;
  }

  public long duplicates() {
    return duplicates;
  }

  /** Packets that should have come, judging by their numbers. */
  public long expected() {
    return begun ? expectedBefore + highest - baseSequence + 1 : 0;
  }

  /** Packets that have not come so far. */
  public long lost() {
    return Math.max(0, expected() - received);
  }

  public long intervalExpected() {
    return intervalExpected;
  }

  public long intervalReceived() {
    return intervalReceived;
  }

  /** Packets missing in the last interval; never negative. */
  public long intervalLost() {
    return Math.max(0, intervalExpected - intervalReceived);
  }

  /** Lost share of the last interval in 256ths, 0 to 255 (RFC 3550 §A.3). */
  public int fractionLost() {
    return intervalExpected == 0
        ? 0
        : (int) Math.min(255, (intervalLost() << 8) / intervalExpected);
  }

  /** Jitter in units of the RTP clock (RFC 3550 §A.8). */
  public int jitter() {
    return jitterTimes16 >> 4;
  }

  /** Jitter in milliseconds. */
  public double jitterMillis() {
    return jitterTimes16 / 16.0 * 1000 / clockRate;
  }
}
