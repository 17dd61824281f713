package org.belfry.media.ice.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What signs messages (RFC 8489 §9.1.1, §9.2.2). Keeps its MACs ready, as the same few keys sign
 * again and again: belongs to one thread.
 */
public final class IntegrityKey {
  private static final int HEADER = 20;
  private static final int ATTRIBUTE_HEADER = 4;

  private final byte[] key;
  private @Nullable Mac sha1;
  private @Nullable Mac sha256;

  private IntegrityKey(byte[] key) {
    // HMAC pads with zeros, so that this is the same key; Java refuses empty ones.
    this.key = key.length == 0 ? new byte[1] : key;
  }

  /** ICE's: the password itself. */
  public static IntegrityKey shortTerm(String password) {
    return new IntegrityKey(password.getBytes(StandardCharsets.UTF_8));
  }

  /** TURN's: MD5 over user, realm and password, as every client in use computes it. */
  public static IntegrityKey longTerm(String user, String realm, String password) {
    String text = user + ":" + realm + ":" + password;
    return new IntegrityKey(digest("MD5", text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A key somebody else has computed; not copied. */
  public static IntegrityKey of(byte[] key) {
    return new IntegrityKey(key);
  }

  /** USERHASH of a user (RFC 8489 §14.4), 32 bytes. */
  public static byte[] userHash(String user, String realm) {
    return digest("SHA-256", (user + ":" + realm).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * MESSAGE-INTEGRITY's 20 bytes for the message before index {@code at}, where the attribute is to
   * stand (RFC 8489 §14.5). The length in the header is taken as if the message ended behind it.
   */
  public byte[] signSha1(byte[] message, int at) {
    return mac(sha1(), message, at, 20);
  }

  /** MESSAGE-INTEGRITY-SHA256's 32 bytes (RFC 8489 §14.6). */
  public byte[] signSha256(byte[] message, int at) {
    return mac(sha256(), message, at, 32);
  }

  boolean verifiesSha1(byte[] message, int at) {
    return same(mac(sha1(), message, at, 20), message, at, 20);
  }

  boolean verifiesSha256(byte[] message, int at) {
    // May be cut to any multiple of four from 16 on.
    int length = message[at + 3] & 0xff;
    return length % 4 == 0
        && length >= 16
        && length <= 32
        && same(mac(sha256(), message, at, length), message, at, length);
  }

  private static boolean same(byte[] right, byte[] message, int at, int length) {
    int difference = 0;
    for (int i = 0; i < length; i++) {
      difference |= right[i] ^ message[at + ATTRIBUTE_HEADER + i];
    }
    return difference == 0;
  }

  private static byte[] mac(Mac mac, byte[] message, int at, int valueLength) {
    int length = at - HEADER + ATTRIBUTE_HEADER + valueLength;
    mac.update(message, 0, 2);
    mac.update((byte) (length >> 8));
    mac.update((byte) length);
    mac.update(message, 4, at - 4);
    return mac.doFinal();
  }

  private Mac sha1() {
    Mac mac = sha1;
    if (mac == null) {
      mac = make("HmacSHA1");
      sha1 = mac;
    }
    return mac;
  }

  private Mac sha256() {
    Mac mac = sha256;
    if (mac == null) {
      mac = make("HmacSHA256");
      sha256 = mac;
    }
    return mac;
  }

  private Mac make(String algorithm) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key of " + key.length + " bytes is no key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
