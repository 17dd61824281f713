package org.belfry.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One datagram in a buffer that is used again and again, with the fields of an RTP header by name
 * (RFC 3550 §5.1). Whoever holds a packet holds it alone and only until the call returns; who wants
 * to keep the bytes copies them.
 *
 * <p>Before the datagram there is room for what a relay puts in front (a TURN channel header),
 * behind it for what encryption appends (an authentication tag and an MKI), so neither copies.
 *
 * <p>The RTP accessors do not check: ask {@link #looksLikeRtp} once, where the packet comes in.
 */
public final class Packet {
  /** Bytes before the datagram. */
  public static final int HEADROOM = 64;

  /**
   * Largest datagram that we carry, in bytes. A longer one is cut by the socket and dropped by its
   * reader.
   */
  public static final int MAX_LENGTH = 2048;

  /** Bytes behind the largest datagram. */
  public static final int TAILROOM = 192;

  /** Bytes of an RTP header without CSRCs and extensions. */
  public static final int RTP_HEADER = 12;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes = new byte[HEADROOM + MAX_LENGTH + TAILROOM];
  private int offset = HEADROOM;
  private int length;

  /** What a datagram on a media port is, by its first byte (RFC 7983 §7). */
  public enum Kind {
    STUN,
    DTLS,
    TURN_CHANNEL,
    RTP,
    RTCP,
    UNKNOWN
  }

  /** The buffer. The datagram stands in it from {@link #offset} on. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  /** Bytes of the datagram, 0 for an empty one. */
  public int length() {
    return length;
  }

  /**
   * Says where the datagram stands.
   *
   * @throws IndexOutOfBoundsException when it does not fit the buffer
   */
  public void set(int newOffset, int newLength) {
    if (newOffset < 0 || newLength < 0 || newOffset + newLength > bytes.length) {
      throw new IndexOutOfBoundsException(newOffset + " + " + newLength);
    }
    offset = newOffset;
    length = newLength;
  }

  /** Copies a datagram in, behind the headroom. */
  public void copyFrom(byte[] source, int sourceOffset, int sourceLength) {
    set(HEADROOM, sourceLength);
    System.arraycopy(source, sourceOffset, bytes, HEADROOM, sourceLength);
  }

  /** The datagram's bytes, copied. */
  public byte[] toBytes() {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    return copy;
  }

  public Kind kind() {
    if (length == 0) {
      return Kind.UNKNOWN;
    }
    int first = bytes[offset] & 0xff;
    if (first >= 128 && first < 192) {
      // RFC 5761 §4: packet types 192 to 223 are RTCP, on a port of its own or not.
      int second = length > 1 ? bytes[offset + 1] & 0xff : 0;
      return second >= 192 && second < 224 ? Kind.RTCP : Kind.RTP;
    }
    if (first < 4) {
      return Kind.STUN;
    }
    if (first >= 20 && first < 64) {
      return Kind.DTLS;
    }
    return first >= 64 && first < 80 ? Kind.TURN_CHANNEL : Kind.UNKNOWN;
  }

  /** Whether version, header, extension and padding fit the length (RFC 3550 §A.1). */
  public boolean looksLikeRtp() {
    if (length < RTP_HEADER || (bytes[offset] & 0xc0) != 0x80) {
      return false;
    }
    int header = RTP_HEADER + 4 * csrcCount();
    if (hasExtension()) {
      if (header + 4 > length) {
        return false;
      }
      header += 4 + 4 * (short16(header + 2) & 0xffff);
    }
    return header + paddingLength() <= length && !(hasPadding() && paddingLength() == 0);
  }

  public boolean hasPadding() {
    return (bytes[offset] & 0x20) != 0;
  }

  public boolean hasExtension() {
    return (bytes[offset] & 0x10) != 0;
  }

  public int csrcCount() {
    return bytes[offset] & 0x0f;
  }

  public boolean marker() {
    return (bytes[offset + 1] & 0x80) != 0;
  }

  public void marker(boolean on) {
    bytes[offset + 1] = (byte) (on ? bytes[offset + 1] | 0x80 : bytes[offset + 1] & 0x7f);
  }

  /** 0 to 127. */
  public int payloadType() {
    return bytes[offset + 1] & 0x7f;
  }

  public void payloadType(int type) {
    bytes[offset + 1] = (byte) ((bytes[offset + 1] & 0x80) | (type & 0x7f));
  }

  /** 0 to 65535. */
  public int sequence() {
    return short16(2) & 0xffff;
  }

  public void sequence(int sequence) {
    SHORT.set(bytes, offset + 2, (short) sequence);
  }

  /** The timestamp as a signed int; it wraps. */
  public int timestamp() {
    return int32(4);
  }

  public void timestamp(int timestamp) {
    INT.set(bytes, offset + 4, timestamp);
  }

  /**
   * The SSRC as a signed int. Of an RTCP packet, the sender's SSRC stands four bytes earlier:
   * {@link #rtcpSsrc}.
   */
  public int ssrc() {
    return int32(8);
  }

  public void ssrc(int ssrc) {
    INT.set(bytes, offset + 8, ssrc);
  }

  /** The sender of the first RTCP packet (RFC 3550 §6.4), as a signed int. */
  public int rtcpSsrc() {
    return int32(4);
  }

  /** Bytes before the payload: header, CSRCs and extension. */
  public int headerLength() {
    int header = RTP_HEADER + 4 * csrcCount();
    return hasExtension() ? header + 4 + 4 * (short16(header + 2) & 0xffff) : header;
  }

  /** Index of the first payload byte in {@link #bytes}. */
  public int payloadOffset() {
    return offset + headerLength();
  }

  /** Bytes of payload, without padding. Not negative where {@link #looksLikeRtp}. */
  public int payloadLength() {
    return length - headerLength() - paddingLength();
  }

  /**
   * Takes the header extension out (RFC 3550 §5.3.1): its meaning was agreed with the sender, not
   * with whom the packet goes to. The header moves towards the payload.
   */
  public void dropExtension() {
    if (!hasExtension()) {
      return;
    }
    int fixed = RTP_HEADER + 4 * csrcCount();
    int extension = headerLength() - fixed;
    bytes[offset] &= (byte) ~0x10;
    System.arraycopy(bytes, offset, bytes, offset + extension, fixed);
    offset += extension;
    length -= extension;
  }

  /**
   * Whether a header extension has this content (RFC 8285 §4.2, §4.3: headers of one byte or two).
   *
   * @param id 1 to 14, or to 255 where headers have two bytes
   */
  public boolean extensionIs(int id, byte[] content) {
    int block = RTP_HEADER + 4 * csrcCount();
    int form = short16(block) & 0xffff;
    boolean wide = (form & 0xfff0) == 0x1000;
    if (!wide && form != 0xbede) {
      return false;
    }
    int at = offset + block + 4;
    int end = offset + headerLength();
    while (at < end) {
      int head = bytes[at] & 0xff;
      if (head == 0) {
        at++; // padding
        continue;
      }
      if (!wide && head >> 4 == 15) {
        return false; // nothing behind it is to be read
      }
      if (wide && at + 1 >= end) {
        return false;
      }
      int found = wide ? head : head >> 4;
      int size = wide ? bytes[at + 1] & 0xff : (head & 0x0f) + 1;
      at += wide ? 2 : 1;
      if (found == id) {
        return at + size <= end && Arrays.equals(bytes, at, at + size, content, 0, content.length);
      }
      at += size;
    }
    return false;
  }

  /** Makes this a copy of another datagram, at the same place. */
  public void copyFrom(Packet other) {
    set(other.offset, other.length);
    System.arraycopy(other.bytes, other.offset, bytes, offset, length);
  }

  private int paddingLength() {
    return hasPadding() ? bytes[offset + length - 1] & 0xff : 0;
  }

  /**
   * Makes this an RTP packet of version 2 without padding, CSRC or extension, whose payload is
   * written by the caller.
   */
  public void beginRtp(int payloadType, int sequence, int timestamp, int ssrc, int payloadLength) {
    set(HEADROOM, RTP_HEADER + payloadLength);
    bytes[offset] = (byte) 0x80;
    bytes[offset + 1] = (byte) (payloadType & 0x7f);
    sequence(sequence);
    timestamp(timestamp);
    ssrc(ssrc);
  }

  private short short16(int at) {
    return (short) SHORT.get(bytes, offset + at);
  }

  private int int32(int at) {
    return (int) INT.get(bytes, offset + at);
  }

  @Override
  public String toString() {
    return kind()
        + " "
        + HexFormat.of().formatHex(bytes, offset, offset + Math.min(length, 24))
        + " ("
        + length
        + " bytes)";
  }
}
