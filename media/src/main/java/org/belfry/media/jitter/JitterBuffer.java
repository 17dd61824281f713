package org.belfry.media.jitter;

import org.belfry.media.jitter.HeldPacket.Fate;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Holds packets until it is their turn to sound. Packets are {@link #put} as they come; {@link
 * #take} is called whenever the next packet's worth of sound is needed, and says what to play.
 *
 * <p>Order is by sequence number, time by timestamp. Where the playout stands is a timestamp that
 * goes on with every take. Its delay behind the fastest packets is compared with what {@link
 * DelayEstimate} wants:
 *
 * <ul>
 *   <li>too short (packets come later, or our clock is faster): sound is made up without going on;
 *   <li>too long (they come earlier, or our clock is slower): a packet is left out.
 * </ul>
 *
 * Both are done in quiet moments if they can wait for one. After a pause of the sender the delay
 * starts right again without either.
 *
 * <p>Belongs to one thread. Allocates nothing per packet once its slots have grown to the stream's
 * payloads.
 */
public final class JitterBuffer {
  /** What became of a packet. */
  public enum Arrival {
    STORED,
    /** The same number is here, or was played. */
    DUPLICATE,
    /** Its time is over. */
    LATE,
    /** Its number is far from the others: dropped unless the next one follows it. */
    STRAY,
    /** More payload than we hold. */
    TOO_LONG
  }

  /** What to play. */
  public enum Playout {
    /** {@link #current}. */
    FRAME,
    /** Something made up that lasts {@link #missingTicks}. */
    MISSING,
    /** Nothing: silence, or the noise described last. */
    WAITING
  }

  /** Most packets that are held: 1.28 s of the usual 20 ms. */
  public static final int CAPACITY = 64;

  /** Most bytes of payload that are held of a packet. */
  public static final int MAX_PAYLOAD = 1500;

  /** Steps of the sequence number that a network explains (RFC 3550 §A.1). */
  private static final int MAX_DROPOUT = 3000;

  private static final int MAX_MISORDER = 100;

  /**
   * A packet that is later than the longest delay and this did not stay on the way: its sender's
   * clock stood still, or was set. Packets that really came so late are of no use either.
   */
  private static final long CLOCK_WAS_SET_NANOS = 300_000_000;

  /** A timestamp that is further from the one before says nothing of when the packet left. */
  private static final int MAX_TIME_STEP_SECONDS = 60;

  /** Longest invention when nothing at all comes. */
  private static final int MAX_MADE_UP_MS = 100;

  /**
   * Errors of the delay are not smaller than this, however short packets are: the takes themselves
   * come in steps of a frame.
   */
  private static final long GRAIN_NANOS = 20_000_000;

  /** Audible corrections keep this distance. */
  private static final long CORRECTION_NANOS = 200_000_000;

  private final long maxDelay;
  private final int clockRate;
  private final DelayEstimate estimate;
  private final HeldPacket[] slots = new HeldPacket[CAPACITY];
  private final JitterCounts counts = new JitterCounts();

  private boolean begun;
  private int ssrc;
  private long highest;
  private long highestTimestamp;
  private int highestWireTimestamp;
  private int strayNext = -1;

  /** The number to be played next; all before it are done. */
  private long next;

  /** The timestamp to be played next. Says nothing unless {@link #playing}. */
  private long position;

  private boolean playing;
  private boolean untouched;
  private boolean pauseExpected;
  private int frameTicks;
  private int madeUpTicks;
  private long correctedAt;
  private int held;
  private boolean skipped;
  private int missingTicks;
  private @Nullable HeldPacket current;
  private @Nullable HeldPacket following;

  /**
   * @param clockRate of the RTP timestamp
   * @param ptime milliseconds of a packet until the first one comes
   */
  public JitterBuffer(JitterSettings settings, int clockRate, int ptime) {
    this.maxDelay = settings.maxDelayMs() * 1_000_000L;
    this.clockRate = clockRate;
    this.frameTicks = clockRate / 1000 * ptime;
    this.estimate = new DelayEstimate(settings, clockRate);
    for (int i = 0; i < CAPACITY; i++) {
      slots[i] = new HeldPacket();
    }
  }

  /**
   * Takes a packet in.
   *
   * @param packet an RTP packet that {@link Packet#looksLikeRtp}; it is copied
   * @param ticks how long its sound lasts; not looked at for other content
   * @param now of a clock that only rises, in nanoseconds
   */
  public Arrival put(Packet packet, Content content, int ticks, long now) {
    counts.received++;
    if (packet.payloadLength() > MAX_PAYLOAD) {
      counts.tooLong++;
      return Arrival.TOO_LONG;
    }
    if (!begun || packet.ssrc() != ssrc) {
      restart(packet);
    }
    int step = (short) (packet.sequence() - (int) highest);
    if (step > MAX_DROPOUT || step < -MAX_MISORDER) {
      if (packet.sequence() != strayNext) {
        strayNext = (packet.sequence() + 1) & 0xffff;
        counts.strays++;
        return Arrival.STRAY;
      }
      restart(packet); // RFC 3550 §A.1: two in a row mean that the sender began anew
      step = 0;
    }
    strayNext = -1;
    return store(packet, highest + step, time(packet, step, content, now), content, ticks, now);
  }

  /** The packet's timestamp among those before it, or 0 if it begins a new count. */
  private long time(Packet packet, int step, Content content, long now) {
    int moved = packet.timestamp() - highestWireTimestamp;
    long timestamp = highestTimestamp + moved;
    boolean leaps = Math.abs((long) moved) > (long) clockRate * MAX_TIME_STEP_SECONDS;
    if (content == Content.EVENT) {
      return leaps ? highestTimestamp : timestamp; // it makes no sound of its own
    }
    boolean clockWasSet = estimate.lateness(timestamp, now) > maxDelay + CLOCK_WAS_SET_NANOS;
    if (step <= 0 || !(leaps || clockWasSet)) {
      return timestamp;
    }
    forgetTime(packet, highest + step);
    return 0;
  }

  private void restart(Packet first) {
    if (begun) {
      counts.restarts++;
    }
    for (HeldPacket slot : slots) {
      if (slot.fate == Fate.HELD) {
        counts.leftOut++;
      }
      slot.fate = Fate.EMPTY;
    }
    held = 0;
    begun = true;
    untouched = true;
    ssrc = first.ssrc();
    // Far from zero, so that packets before the first have numbers too.
    highest = (1L << 32) + first.sequence();
    next = highest;
    highestTimestamp = 0;
    highestWireTimestamp = first.timestamp();
    playing = false;
    pauseExpected = false;
    estimate.restart();
  }

  /**
   * The sender goes on numbering, but its clock was set: what it sent before has no time any more.
   */
  private void forgetTime(Packet packet, long sequence) {
    counts.restarts++;
    passTo(Math.min(sequence, highest + 1));
    highestTimestamp = 0;
    highestWireTimestamp = packet.timestamp();
    playing = false;
    pauseExpected = false;
    estimate.restart();
  }

  private Arrival store(
      Packet packet, long sequence, long timestamp, Content content, int ticks, long now) {
    HeldPacket slot = slot(sequence);
    if (slot.knows(sequence)) {
      counts.duplicates++;
      return Arrival.DUPLICATE;
    }
    if (untouched && sequence < next && highest - sequence < CAPACITY) {
      next = sequence; // nothing has been played yet: the first packets came out of order
    }
    int lasting = content == Content.SOUND ? ticks : 0;
    boolean late =
        sequence < next || (playing && content == Content.SOUND && timestamp + lasting <= position);
    if (content != Content.EVENT) {
      estimate.arrived(timestamp, now, late);
    }
    if (sequence > highest) {
      highest = sequence;
      highestWireTimestamp += (int) (timestamp - highestTimestamp);
      highestTimestamp = timestamp;
      makeRoom();
    }
    if (content == Content.SOUND && lasting > 0) {
      frameTicks = lasting;
    }
    if (late) {
      counts.late++;
      // What is played already may have a younger number in its slot.
      if (sequence >= next) {
        counts.lost++;
        slot.sequence = sequence;
        slot.fate = Fate.DONE;
      }
      return Arrival.LATE;
    }
    slot.fate = Fate.HELD;
    slot.sequence = sequence;
    slot.timestamp = timestamp;
    slot.content = content;
    slot.ticks = lasting;
    slot.marker = packet.marker();
    slot.payloadType = packet.payloadType();
    slot.copy(
        packet.bytes(),
        packet.payloadOffset(),
        content == Content.EVENT ? 0 : packet.payloadLength());
    held++;
    return Arrival.STORED;
  }

  /** Nobody takes, or far too slowly: the oldest go. */
  private void makeRoom() {
    while (highest - next >= CAPACITY) {
      pass();
      playing = false;
    }
  }

  /** Goes over the number {@link #next}, whatever became of it. */
  private void pass() {
    HeldPacket slot = slot(next);
    if (slot.holds(next)) {
      slot.fate = Fate.DONE;
      held--;
      if (slot.content == Content.EVENT) {
        counts.events++;
      } else {
        counts.leftOut++;
      }
    } else if (!slot.knows(next)) {
      counts.lost++;
    }
    next++;
    untouched = false;
  }

  private HeldPacket slot(long sequence) {
    return slots[(int) (sequence & (CAPACITY - 1))];
  }

  /** The first packet that is held, or null. Goes over events on the way that are due. */
  private @Nullable HeldPacket first() {
    while (next <= highest && slot(next).knows(next)) {
      HeldPacket slot = slot(next);
      if (slot.fate == Fate.HELD && slot.content != Content.EVENT) {
        return slot;
      }
      pauseExpected |= slot.fate == Fate.HELD;
      pass();
    }
    for (long sequence = next; sequence <= highest; sequence++) {
      HeldPacket slot = slot(sequence);
      if (slot.holds(sequence) && slot.content != Content.EVENT) {
        return slot;
      }
    }
    return null;
  }

  /**
   * Says what to play next.
   *
   * @param now as for {@link #put}
   * @param quiet whether what was played last was quiet, so that a correction is not heard
   */
  public Playout take(long now, boolean quiet) {
    current = null;
    following = null;
    missingTicks = 0;
    skipped = false;
    HeldPacket first = first();
    if (!playing) {
      if (first == null || now < due(first)) {
        return Playout.WAITING;
      }
      begin(first);
    }
    if (first == null) {
      return nothingThere(now);
    }
    if (first.timestamp <= position) {
      return correctedOrPlay(first, now, quiet || first.marker);
    }
    if (first.sequence != next) {
      return lost(first);
    }
    // Nothing is missing, but time is: the sender pauses.
    if (now < due(first)) {
      return Playout.WAITING;
    }
    position = first.timestamp;
    return play(first);
  }

  private long due(HeldPacket packet) {
    return estimate.earliest(packet.timestamp) + estimate.target();
  }

  private long delay(long now) {
    return now - estimate.earliest(position);
  }

  private long frameNanos() {
    return estimate.nanos(frameTicks);
  }

  private void begin(HeldPacket first) {
    passTo(first.sequence);
    playing = true;
    position = first.timestamp;
    madeUpTicks = 0;
  }

  private void passTo(long sequence) {
    while (next < sequence) {
      pass();
    }
  }

  private Playout play(HeldPacket packet) {
    passTo(packet.sequence);
    packet.fate = Fate.DONE;
    held--;
    next++;
    untouched = false;
    counts.played++;
    position = packet.timestamp + packet.ticks;
    pauseExpected = packet.content == Content.NOISE;
    madeUpTicks = 0;
    current = packet;
    return Playout.FRAME;
  }

  /** Nothing is held. */
  private Playout nothingThere(long now) {
    if (pauseExpected || madeUpTicks >= clockRate / 1000 * MAX_MADE_UP_MS) {
      playing = false;
      return Playout.WAITING;
    }
    // What is to come is late already: waiting for it costs no more than making something up.
    boolean standStill = delay(now) + frameNanos() / 2 < estimate.target();
    return makeUp(frameTicks, !standStill);
  }

  private Playout makeUp(int ticks, boolean goOn) {
    missingTicks = ticks;
    madeUpTicks += ticks;
    counts.madeUp++;
    if (goOn) {
      position += ticks;
    }
    return Playout.MISSING;
  }

  /** The number {@link #next} did not come, a later one did. */
  private Playout lost(HeldPacket first) {
    pass();
    if (first.sequence == next && first.content == Content.SOUND) {
      following = first;
    }
    return makeUp((int) Math.min(first.timestamp - position, frameTicks), true);
  }

  private Playout correctedOrPlay(HeldPacket due, long now, boolean unheard) {
    HeldPacket first = due;
    long frame = frameNanos();
    // Beyond the bound nothing is kept, heard or not.
    while (delay(now) > maxDelay + frame && follows(first)) {
      first = leaveOut(first);
    }
    long excess = delay(now) - estimate.target();
    long grain = Math.max(frame, GRAIN_NANOS);
    if (unheard || now - correctedAt >= CORRECTION_NANOS) {
      if (excess > (unheard ? grain : 3 * grain) && follows(first)) {
        correctedAt = now;
        first = leaveOut(first);
      } else if (-excess >= (unheard ? grain / 2 : grain)) {
        correctedAt = now;
        return makeUp(frameTicks, false);
      }
    }
    return play(first);
  }

  private boolean follows(HeldPacket packet) {
    HeldPacket after = slot(packet.sequence + 1);
    return after.holds(packet.sequence + 1)
        && after.content == Content.SOUND
        && after.timestamp == packet.timestamp + packet.ticks;
  }

  private HeldPacket leaveOut(HeldPacket packet) {
    passTo(packet.sequence + 1);
    position = packet.timestamp + packet.ticks;
    skipped = true;
    return slot(next);
  }

  /** What {@link Playout#FRAME} means; valid until the next call. */
  public HeldPacket current() {
    if (current == null) {
      throw new IllegalStateException("the last take gave no packet");
    }
    return current;
  }

  /** Whether sound right before {@link #current} was left out, so that it does not join. */
  public boolean skipped() {
    return skipped;
  }

  /** How long that which {@link Playout#MISSING} means lasts, in RTP clock ticks. */
  public int missingTicks() {
    return missingTicks;
  }

  /**
   * The packet right behind the one that was lost, which may help to make it up; null when the
   * answer was not {@link Playout#MISSING}, or nothing came behind it yet.
   */
  public @Nullable HeldPacket following() {
    return following;
  }

  /** The figures now. */
  public JitterFigures figures(long now) {
    return new JitterFigures(
        counts.received,
        counts.played,
        counts.lost,
        counts.late,
        counts.duplicates,
        counts.strays,
        counts.tooLong,
        counts.leftOut,
        counts.events,
        counts.madeUp,
        counts.restarts,
        held,
        playing ? (int) (delay(now) / 1_000_000) : 0,
        (int) (estimate.target() / 1_000_000));
  }
}
