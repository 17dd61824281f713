package org.belfry.media.srtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SRTP as the RFCs write it, with no thought of speed, from the JDK's primitives: what the real one
 * is compared with. Itself held to the RFCs' vectors in {@link ReferenceSrtpTest}.
 */
final class ReferenceSrtp {
  private final SrtpKeys keys;

  ReferenceSrtp(SrtpKeys keys) {
    this.keys = keys;
  }

  /** RFC 3711 §4.3.1, with a derivation rate of 0; RFC 7714 §11 fills a salt of 96 bits up. */
  static byte[] derive(byte[] master, byte[] salt, int label, int length)
      throws GeneralSecurityException {
    byte[] x = Arrays.copyOf(salt, 16);
    x[7] ^= (byte) label;
    return keystream(master, x, length);
  }

  /** RFC 3711 §4.1.1. */
  static byte[] keystream(byte[] key, byte[] iv, int length) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher.doFinal(new byte[length]);
  }

  static byte[] gcm(byte[] key, byte[] iv, byte[] aad, byte[] plain)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(plain);
  }

  /** RFC 3711 §3.1 and RFC 7714 §8. */
  byte[] rtp(byte[] packet, int header, int roc) throws GeneralSecurityException {
    int sequence = ByteBuffer.wrap(packet).getShort(2) & 0xffff;
    int ssrc = ByteBuffer.wrap(packet).getInt(8);
    byte[] head = Arrays.copyOf(packet, header);
    byte[] body = Arrays.copyOfRange(packet, header, packet.length);
    byte[] key = session(0, keys.suite().keyLength());
    byte[] salt = session(2, keys.suite().saltLength());
    long index = ((roc & 0xffffffffL) << 16) | sequence;
    if (keys.suite().aead()) {
      // RFC 7714 §8.1: 00 00 || SSRC || ROC || SEQ
      byte[] iv =
          ByteBuffer.allocate(12)
              .putShort((short) 0)
              .putInt(ssrc)
              .putInt(roc)
              .putShort((short) sequence)
              .array();
      return join(head, gcm(key, xor(iv, salt), head, body), keys.mki());
    }
    byte[] encrypted = xor(body, keystream(key, counter(salt, ssrc, index), body.length));
    byte[] tag =
        hmac(session(1, 20), join(head, encrypted, ByteBuffer.allocate(4).putInt(roc).array()));
    return join(head, encrypted, keys.mki(), Arrays.copyOf(tag, keys.suite().rtpOverhead()));
  }

  /** RFC 3711 §3.4 and RFC 7714 §9; encrypted. */
  byte[] rtcp(byte[] packet, int index) throws GeneralSecurityException {
    int ssrc = ByteBuffer.wrap(packet).getInt(4);
    byte[] head = Arrays.copyOf(packet, 8);
    byte[] body = Arrays.copyOfRange(packet, 8, packet.length);
    byte[] key = session(3, keys.suite().keyLength());
    byte[] salt = session(5, keys.suite().saltLength());
    byte[] word = ByteBuffer.allocate(4).putInt(index | 0x80000000).array();
    if (keys.suite().aead()) {
      // RFC 7714 §9.1: 00 00 || SSRC || 00 00 || 0 and index
      byte[] iv =
          ByteBuffer.allocate(12)
              .putShort((short) 0)
              .putInt(ssrc)
              .putShort((short) 0)
              .putInt(index)
              .array();
      return join(head, gcm(key, xor(iv, salt), join(head, word), body), word, keys.mki());
    }
    byte[] encrypted = xor(body, keystream(key, counter(salt, ssrc, index), body.length));
    byte[] tag = hmac(session(4, 20), join(head, encrypted, word));
    return join(head, encrypted, word, keys.mki(), Arrays.copyOf(tag, 10));
  }

  private byte[] session(int label, int length) throws GeneralSecurityException {
    return derive(keys.key(), keys.salt(), label, length);
  }

  /** RFC 3711 §4.1.1: (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16). */
  private static byte[] counter(byte[] salt, int ssrc, long index) {
    byte[] iv =
        ByteBuffer.allocate(16)
            .putInt(0)
            .putInt(ssrc)
            .putShort((short) (index >> 32))
            .putInt((int) index)
            .putShort((short) 0)
            .array();
    return xor(iv, Arrays.copyOf(salt, 16));
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    return mac.doFinal(data);
  }

  private static byte[] xor(byte[] a, byte[] b) {
    byte[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] ^= b[i];
    }
    return c;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
