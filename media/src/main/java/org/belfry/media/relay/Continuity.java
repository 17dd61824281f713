package org.belfry.media.relay;

import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Makes one continuous RTP stream of whatever is sent to a receiver: one SSRC, sequence numbers and
 * timestamps that go on when the source changes, from music on hold to the talker or from one SSRC
 * to the next (RFC 3550 §7.1 forbids a translator to hide losses, and they stay visible). Allocates
 * nothing.
 */
final class Continuity {
  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final int ssrc;
  private int nextSequence;
  private int lastTimestamp;
  private long lastAt;
  private int lastRate = 8000;
  private boolean begun;

  private @Nullable Object source;
  private int sourceSsrc;
  private int sourceHighest;
  private int sourceSpan;
  private int sequenceOffset;
  private int timestampOffset;

  /**
   * @param ssrc of all that is sent; numbers begin where {@code sequence} and {@code timestamp}
   *     say, which should be random (RFC 3550 §5.1)
   */
  Continuity(int ssrc, int sequence, int timestamp) {
    this.ssrc = ssrc;
    this.nextSequence = sequence & 0xffff;
    this.lastTimestamp = timestamp;
  }

  /**
   * Rewrites a packet's SSRC, number and timestamp.
   *
   * @param from who made the packet, by identity
   * @param rate its RTP clock rate in Hz
   * @return false when it belongs before the last switch of sources: it cannot be sent any more
   */
  boolean rewrite(Packet packet, Object from, long now, int rate) {
    int sequence = packet.sequence();
    int step = (short) (sequence - sourceHighest);
    boolean newest = true;
    if (from != source
        || packet.ssrc() != sourceSsrc
        || step > MAX_DROPOUT
        || step < -MAX_MISORDER) {
      switchTo(packet, from, now, rate);
    } else if (step > 0) {
      sourceHighest = sequence;
      sourceSpan = Math.min(sourceSpan + step, 1 << 16);
    } else if (-step > sourceSpan) {
      return false;
    } else {
      newest = false;
    }
    int outSequence = (sequence + sequenceOffset) & 0xffff;
    int outTimestamp = packet.timestamp() + timestampOffset;
    if (newest) {
      nextSequence = (outSequence + 1) & 0xffff;
      lastTimestamp = outTimestamp;
      lastAt = now;
      lastRate = rate;
      begun = true;
    }
    packet.sequence(outSequence);
    packet.timestamp(outTimestamp);
    packet.ssrc(ssrc);
    return true;
  }

  private void switchTo(Packet packet, Object from, long now, int rate) {
    source = from;
    sourceSsrc = packet.ssrc();
    sourceHighest = packet.sequence();
    sourceSpan = 0;
    sequenceOffset = nextSequence - packet.sequence();
    int timestamp = lastTimestamp;
    if (begun) {
      // As much time has passed as the clock says, at least a frame of 20 ms. A talkspurt begins.
      timestamp += Math.max(rate / 50, ticks(now - lastAt, rate));
      packet.marker(true);
    }
    timestampOffset = timestamp - packet.timestamp();
  }

  /** Whether the receiver hears this source now. */
  boolean hears(Object from, int ssrcOfSource) {
    return begun && from == source && ssrcOfSource == sourceSsrc;
  }

  /** The receiver's timestamp for one of the present source. */
  int timestampOf(int sourceTimestamp) {
    return sourceTimestamp + timestampOffset;
  }

  int clockRate() {
    return lastRate;
  }

  /** The timestamp that the receiver's stream has reached now. */
  int timestampAt(long now) {
    return lastTimestamp + ticks(now - lastAt, lastRate);
  }

  int ssrc() {
    return ssrc;
  }

  static int ticks(long nanos, int rate) {
    return (int) (nanos / SECOND_NANOS * rate + nanos % SECOND_NANOS * rate / SECOND_NANOS);
  }
}
