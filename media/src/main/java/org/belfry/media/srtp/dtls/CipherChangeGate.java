package org.belfry.media.srtp.dtls;

import java.util.BitSet;

/**
 * Keeps the client's ChangeCipherSpec from bctls until its CertificateVerify is there as a whole.
 * bctls believes the former as soon as it has the keys, and from then on drops what comes in the
 * clear: so where one datagram with the CertificateVerify was lost, its repetition would be too,
 * and the handshake could never end. Held back means dropped: the client sends its whole flight
 * again (RFC 6347 §4.2.4).
 */
final class CipherChangeGate {
  private static final int RECORD_HEADER = 13;
  private static final int MESSAGE_HEADER = 12;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int CERTIFICATE_VERIFY = 15;

  /** Bytes of the longest signature that is followed (RSA of 16,384 bits). */
  private static final int MAX_MESSAGE = 2100;

  private final BitSet seen = new BitSet();
  private boolean open;

  /** How many bytes of the datagram may go on: all, or those before the ChangeCipherSpec. */
  int admitted(byte[] datagram, int length) {
    int at = 0;
    while (!open && at + RECORD_HEADER <= length) {
      int end = at + RECORD_HEADER + DtlsRecord.unsigned16(datagram, at + 11);
      if (end > length || DtlsRecord.unsigned16(datagram, at + 3) > 0) {
        return length;
      }
      if (datagram[at] == CHANGE_CIPHER_SPEC) {
        return at;
      }
      if (datagram[at] == HANDSHAKE) {
        look(datagram, at + RECORD_HEADER, end);
      }
      at = end;
    }
    return length;
  }

  private void look(byte[] datagram, int from, int end) {
    int at = from;
    while (at + MESSAGE_HEADER <= end) {
      int length = DtlsRecord.unsigned24(datagram, at + 1);
      int fragmentAt = DtlsRecord.unsigned24(datagram, at + 6);
      int fragment = DtlsRecord.unsigned24(datagram, at + 9);
      if (datagram[at] == CERTIFICATE_VERIFY
          && length <= MAX_MESSAGE
          && fragmentAt + fragment <= length
          && at + MESSAGE_HEADER + fragment <= end) {
        seen.set(fragmentAt, fragmentAt + fragment);
        open = seen.nextClearBit(0) >= length;
      }
      at += MESSAGE_HEADER + fragment;
    }
  }
}
