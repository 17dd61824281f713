package org.belfry.media.srtp;

import java.util.Arrays;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;

/**
 * The master key identifier in a packet (RFC 3711 §3.1), which jitsi-srtp does not know. It stands
 * before the authentication tag; with AEAD, whose tag belongs to the ciphertext, it is last (RFC
 * 7714 §8.1 and §9.1).
 */
final class Mki {
  private final byte[] bytes;

  Mki(byte[] bytes) {
    this.bytes = bytes;
  }

  int length() {
    return bytes.length;
  }

  /**
   * Takes it out of a packet that has room for it.
   *
   * @param trailer bytes behind it: the tag, or 0 with AEAD
   */
  Verdict remove(Packet packet, int trailer) {
    if (bytes.length == 0) {
      return Verdict.PASS;
    }
    byte[] buffer = packet.bytes();
    int end = packet.offset() + packet.length();
    int at = end - trailer - bytes.length;
    if (!Arrays.equals(buffer, at, at + bytes.length, bytes, 0, bytes.length)) {
      return Verdict.NO_KEYS;
    }
    System.arraycopy(buffer, at + bytes.length, buffer, at, trailer);
    packet.set(packet.offset(), packet.length() - bytes.length);
    return Verdict.PASS;
  }

  /** Puts it in; there is room behind the packet. */
  void insert(Packet packet, int trailer) {
    if (bytes.length == 0) {
      return;
    }
    byte[] buffer = packet.bytes();
    int at = packet.offset() + packet.length() - trailer;
    System.arraycopy(buffer, at, buffer, at + bytes.length, trailer);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    packet.set(packet.offset(), packet.length() + bytes.length);
  }
}
