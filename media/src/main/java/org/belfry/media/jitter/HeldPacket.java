package org.belfry.media.jitter;

/** A packet's payload in the buffer. Valid until the next call of the buffer. */
public final class HeldPacket {
  /** What the slot holds for its sequence number. */
  enum Fate {
    EMPTY,
    HELD,
    /** Played, passed over or thrown away; kept to know a repetition. */
    DONE
  }

  private static final byte[] NOTHING = {};

  Fate fate = Fate.EMPTY;
  Content content = Content.SOUND;
  long sequence;
  long timestamp;
  int ticks;
  boolean marker;
  int payloadType;
  private byte[] bytes = NOTHING;
  private int length;

  /** Grows to the size that a stream needs and stays there. */
  void copy(byte[] source, int from, int newLength) {
    if (bytes.length < newLength) {
      bytes = new byte[Math.max(256, Integer.highestOneBit(newLength - 1) << 1)];
    }
    System.arraycopy(source, from, bytes, 0, newLength);
    length = newLength;
  }

  boolean holds(long wanted) {
    return fate == Fate.HELD && sequence == wanted;
  }

  boolean knows(long wanted) {
    return fate != Fate.EMPTY && sequence == wanted;
  }

  public Content content() {
    return content;
  }

  public int payloadType() {
    return payloadType;
  }

  /** The payload, from index 0 on. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of payload. */
  public int length() {
    return length;
  }

  /** How long it sounds, in RTP clock ticks. */
  public int ticks() {
    return ticks;
  }
}
