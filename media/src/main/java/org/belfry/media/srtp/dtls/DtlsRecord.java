package org.belfry.media.srtp.dtls;

/**
 * What can be seen of a DTLS 1.2 record without keys (RFC 6347 §4.1): type, version, epoch,
 * sequence number, length. Enough to keep most junk from waking a thread.
 */
final class DtlsRecord {
  private static final int HEADER = 13;
  private static final int MESSAGE_HEADER = 12;
  private static final int CLIENT_HELLO = 1;

  /** Version, random, and the lengths of what else there is. */
  private static final int LEAST_CLIENT_HELLO = 42;

  /** A chain of certificates is the longest. */
  private static final int MOST_MESSAGE = 32 * 1024;

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;

  private DtlsRecord() {}

  /** Whether the datagram begins with a whole record. */
  static boolean plausible(byte[] datagram) {
    return datagram.length > HEADER
        && datagram.length <= DatagramQueue.MAX_DATAGRAM
        && datagram[0] >= CHANGE_CIPHER_SPEC
        && datagram[0] <= APPLICATION_DATA
        && datagram[1] == (byte) 0xfe
        && (datagram[2] == (byte) 0xfd || datagram[2] == (byte) 0xff)
        && HEADER + unsigned16(datagram, 11) <= datagram.length;
  }

  /**
   * Whether a message in the clear says that it is longer than any handshake's. BouncyCastle 1.84
   * takes that much memory as soon as one fragment of it comes (CVE-2026-59646).
   */
  static boolean promisesTooMuch(byte[] datagram) {
    int record = 0;
    while (record + HEADER <= datagram.length) {
      int end = Math.min(datagram.length, record + HEADER + unsigned16(datagram, record + 11));
      if (datagram[record] == HANDSHAKE && unsigned16(datagram, record + 3) == 0) {
        int message = record + HEADER;
        while (message + MESSAGE_HEADER <= end) {
          if (unsigned24(datagram, message + 1) > MOST_MESSAGE) {
            return true;
          }
          message += MESSAGE_HEADER + unsigned24(datagram, message + 9);
        }
      }
      record = end;
    }
    return false;
  }

  /**
   * Whether it can be the begin of a handshake: the first message of one, in the clear, and a
   * ClientHello (RFC 6347 §4.2.2), or a part of it.
   */
  static boolean mayBegin(byte[] datagram) {
    if (datagram[0] != HANDSHAKE || unsigned16(datagram, 3) != 0) {
      return false;
    }
    if (datagram.length < HEADER + MESSAGE_HEADER) {
      return false;
    }
    int length = unsigned24(datagram, HEADER + 1);
    int fragmentAt = unsigned24(datagram, HEADER + 6);
    int fragment = unsigned24(datagram, HEADER + 9);
    return datagram[HEADER] == CLIENT_HELLO
        && unsigned16(datagram, HEADER + 4) == 0
        && length >= LEAST_CLIENT_HELLO
        && fragmentAt + fragment <= length
        && HEADER + MESSAGE_HEADER + fragment <= datagram.length;
  }

  /**
   * Whether it can matter after a handshake: under its keys, or the other side's last flight again.
   */
  static boolean mayFollow(byte[] datagram) {
    return unsigned16(datagram, 3) > 0 || datagram[0] == HANDSHAKE;
  }

  static int unsigned24(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 16) | unsigned16(bytes, at + 1);
  }

  static int unsigned16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
