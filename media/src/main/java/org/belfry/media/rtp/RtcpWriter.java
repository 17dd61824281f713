package org.belfry.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes a compound RTCP datagram into a {@link Packet} (RFC 3550 §6.1): begin with a report, add
 * its blocks, then the name of who reports. Used again for each datagram; allocates nothing.
 */
public final class RtcpWriter {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int MAX_BLOCKS = 31;

  private final Packet packet;
  private int at;
  private int reportAt;

  /**
   * @param packet what it writes into, from its headroom's end on
   */
  public RtcpWriter(Packet packet) {
    this.packet = packet;
  }

  /**
   * Begins with a sender report (RFC 3550 §6.4.1).
   *
   * @param ntp {@link NtpTime} of the moment that {@code rtpTimestamp} speaks of
   */
  public RtcpWriter senderReport(int ssrc, long ntp, int rtpTimestamp, long packets, long octets) {
    beginReport(Rtcp.SENDER_REPORT, ssrc);
    LONG.set(packet.bytes(), at, ntp);
    INT.set(packet.bytes(), at + 8, rtpTimestamp);
    INT.set(packet.bytes(), at + 12, (int) packets);
    INT.set(packet.bytes(), at + 16, (int) octets);
    at += Rtcp.SENDER_INFORMATION;
    return this;
  }

  /** Begins with a receiver report, which may stay empty (RFC 3550 §6.4.2). */
  public RtcpWriter receiverReport(int ssrc) {
    beginReport(Rtcp.RECEIVER_REPORT, ssrc);
    return this;
  }

  private void beginReport(int type, int ssrc) {
    reportAt = Packet.HEADROOM;
    packet.bytes()[reportAt] = (byte) 0x80;
    packet.bytes()[reportAt + 1] = (byte) type;
    INT.set(packet.bytes(), reportAt + 4, ssrc);
    at = reportAt + 8;
  }

  /**
   * Adds a block about a stream that we receive.
   *
   * @param lastSenderReport middle 32 bits of its time, 0 for none
   * @param delaySince in 65536ths of a second
   * @throws IllegalStateException when the report has 31 already
   */
  public RtcpWriter block(Reception reception, int lastSenderReport, int delaySince) {
    byte[] bytes = packet.bytes();
    if ((bytes[reportAt] & 0x1f) == MAX_BLOCKS) {
      throw new IllegalStateException("a report has at most 31 blocks");
    }
    bytes[reportAt]++;
    INT.set(bytes, at, reception.ssrc());
    int lost = (int) Math.min(reception.lost(), 0x7fffff);
    INT.set(bytes, at + 4, reception.fractionLost() << 24 | lost);
    INT.set(bytes, at + 8, reception.extendedHighest());
    INT.set(bytes, at + 12, reception.jitter());
    INT.set(bytes, at + 16, lastSenderReport);
    INT.set(bytes, at + 20, delaySince);
    at += Rtcp.BLOCK;
    return this;
  }

  /**
   * Ends the datagram with a source description of one canonical name (RFC 3550 §6.5.1).
   *
   * @param cname at most 255 bytes
   */
  public void name(int ssrc, byte[] cname) {
    closeReport();
    byte[] bytes = packet.bytes();
    int begin = at;
    bytes[begin] = (byte) 0x81;
    bytes[begin + 1] = (byte) Rtcp.SOURCE_DESCRIPTION;
    INT.set(bytes, begin + 4, ssrc);
    bytes[begin + 8] = 1;
    bytes[begin + 9] = (byte) cname.length;
    System.arraycopy(cname, 0, bytes, begin + 10, cname.length);
    at = begin + 10 + cname.length;
    do { // at least one zero ends the list, and the next packet begins at a word
      bytes[at++] = 0;
    } while ((at - begin) % 4 != 0);
    SHORT.set(bytes, begin + 2, (short) ((at - begin) / 4 - 1));
    packet.set(Packet.HEADROOM, at - Packet.HEADROOM);
  }

  /** Adds a BYE behind the name (RFC 3550 §6.6). */
  public void bye(int ssrc) {
    byte[] bytes = packet.bytes();
    bytes[at] = (byte) 0x81;
    bytes[at + 1] = (byte) Rtcp.BYE;
    SHORT.set(bytes, at + 2, (short) 1);
    INT.set(bytes, at + 4, ssrc);
    at += 8;
    packet.set(Packet.HEADROOM, at - Packet.HEADROOM);
  }

  private void closeReport() {
    SHORT.set(packet.bytes(), reportAt + 2, (short) ((at - reportAt) / 4 - 1));
  }
}
