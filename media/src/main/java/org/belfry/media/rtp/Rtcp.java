package org.belfry.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A view on the packets of an RTCP datagram (RFC 3550 §6), read and rewritten where they stand.
 * Used again for each datagram: {@link #read} it, then go through it with {@link #next}. Belongs to
 * one thread; allocates nothing, but for {@link #cname}.
 */
public final class Rtcp {
  public static final int SENDER_REPORT = 200;
  public static final int RECEIVER_REPORT = 201;
  public static final int SOURCE_DESCRIPTION = 202;
  public static final int BYE = 203;
  public static final int APPLICATION = 204;

  /** Transport layer feedback such as NACK (RFC 4585 §6.2). */
  public static final int TRANSPORT_FEEDBACK = 205;

  /** Payload-specific feedback such as PLI and FIR (RFC 4585 §6.3, RFC 5104). */
  public static final int PAYLOAD_FEEDBACK = 206;

  public static final int EXTENDED_REPORT = 207;

  static final int BLOCK = 24;
  static final int SENDER_INFORMATION = 20;
  private static final int CNAME = 1;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[0];
  private int end;
  private int at;
  private int nextAt;

  /**
   * Looks at a datagram.
   *
   * @return {@link Verdict#PASS} when each packet in it is of version 2 and fits (RFC 3550 §A.2;
   *     compound or reduced in size, RFC 5506 §4.2), else {@link Verdict#MALFORMED}
   */
  public Verdict read(Packet packet) {
    bytes = packet.bytes();
    end = packet.offset() + packet.length();
    at = packet.offset();
    nextAt = at;
    int position = at;
    while (position < end) {
      if (end - position < 8 && !isEmptyBye(position)) {
        return Verdict.MALFORMED;
      }
      int length = lengthAt(position);
      if ((bytes[position] & 0xc0) != 0x80
          || position + length > end
          || length < leastLength(position)) {
        return Verdict.MALFORMED;
      }
      position += length;
    }
    return packet.length() == 0 ? Verdict.MALFORMED : Verdict.PASS;
  }

  private boolean isEmptyBye(int position) {
    // "BYE" of no source is useless, and allowed (RFC 3550 §6.6).
    return end - position == 4 && (bytes[position + 1] & 0xff) == BYE;
  }

  private int leastLength(int position) {
    int items = bytes[position] & 0x1f;
    return switch (bytes[position + 1] & 0xff) {
      case SENDER_REPORT -> 8 + SENDER_INFORMATION + items * BLOCK;
      case RECEIVER_REPORT -> 8 + items * BLOCK;
      case BYE -> 4 + 4 * items;
      case TRANSPORT_FEEDBACK, PAYLOAD_FEEDBACK -> 12;
      case SOURCE_DESCRIPTION -> 4;
      default -> 8;
    };
  }

  private int lengthAt(int position) {
    return 4 + 4 * ((short) SHORT.get(bytes, position + 2) & 0xffff);
  }

  /** Steps to the next packet of the datagram; false behind the last. */
  public boolean next() {
    if (nextAt >= end) {
      return false;
    }
    at = nextAt;
    nextAt = at + lengthAt(at);
    return true;
  }

  /** The type of the packet: {@link #SENDER_REPORT} and its like. */
  public int type() {
    return bytes[at + 1] & 0xff;
  }

  /** Report blocks, sources or, of feedback, the kind of feedback: 0 to 31. */
  public int count() {
    return bytes[at] & 0x1f;
  }

  /** Bytes of this packet with its header. */
  public int length() {
    return nextAt - at;
  }

  /** Index of the packet in the datagram's buffer. */
  public int position() {
    return at;
  }

  /** Who sent it. */
  public int ssrc() {
    return intAt(4);
  }

  public void ssrc(int ssrc) {
    INT.set(bytes, at + 4, ssrc);
  }

  /** Of feedback: the stream that it is about (RFC 4585 §6.1). */
  public int mediaSsrc() {
    return intAt(8);
  }

  public void mediaSsrc(int ssrc) {
    INT.set(bytes, at + 8, ssrc);
  }

  /** Of a sender report: wall clock time of the sender, seconds and 2^-32 seconds since 1900. */
  public long ntp() {
    return (long) LONG.get(bytes, at + 8);
  }

  /** Of a sender report: the RTP timestamp that belongs to {@link #ntp}. */
  public int rtpTimestamp() {
    return intAt(16);
  }

  /** Of a sender report: packets sent so far, unsigned. */
  public int packetCount() {
    return intAt(20);
  }

  /** Of a sender report: bytes of payload sent so far, unsigned. */
  public int octetCount() {
    return intAt(24);
  }

  /** Whom the report block is about. Blocks are those of a sender or receiver report, from 0 on. */
  public int blockSsrc(int block) {
    return intAt(blockAt(block));
  }

  /** Lost share since the last report, in 256ths. */
  public int blockFractionLost(int block) {
    return bytes[at + blockAt(block) + 4] & 0xff;
  }

  /** Packets lost so far; negative when more came than were sent, because of duplicates. */
  public int blockLost(int block) {
    return intAt(blockAt(block) + 4) << 8 >> 8;
  }

  public int blockExtendedHighest(int block) {
    return intAt(blockAt(block) + 8);
  }

  /** In units of the RTP clock. */
  public int blockJitter(int block) {
    return intAt(blockAt(block) + 12);
  }

  /** The middle 32 bits of the last sender report's time; 0 when there was none. */
  public int blockLastSenderReport(int block) {
    return intAt(blockAt(block) + 16);
  }

  /** How long ago that one came, in 65536ths of a second, unsigned. */
  public int blockDelaySinceLastSenderReport(int block) {
    return intAt(blockAt(block) + 20);
  }

  private int blockAt(int block) {
    return 8 + (type() == SENDER_REPORT ? SENDER_INFORMATION : 0) + block * BLOCK;
  }

  /** Of a source description: the canonical name of its first source, or null (RFC 3550 §6.5.1). */
  public @Nullable String cname() {
    int position = at + 8;
    while (count() > 0 && position + 2 <= nextAt && bytes[position] != 0) {
      int length = bytes[position + 1] & 0xff;
      if (position + 2 + length > nextAt) {
        return null;
      }
      if (bytes[position] == CNAME) {
        return new String(bytes, position + 2, length, StandardCharsets.UTF_8);
      }
      position += 2 + length;
    }
    return null;
  }

  private int intAt(int offset) {
    return (int) INT.get(bytes, at + offset);
  }
}
