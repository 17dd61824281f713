package org.belfry.media.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need not be remembered (RFC 8489 §9.2): the time with a MAC over it and the client's
 * address, so that nobody else's is good. Belongs to one thread.
 */
final class Nonces {
  private static final int TIME = 8;
  private static final int MAC = 12;

  private final Mac mac;
  private final Duration lifetime;

  Nonces(byte[] secret, Duration lifetime) {
    this.mac = ready(secret);
    this.lifetime = lifetime;
  }

  private static Mac ready(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  String issue(InetSocketAddress client, Instant now) {
    byte[] time = ByteBuffer.allocate(TIME).putLong(now.getEpochSecond()).array();
    byte[] nonce = Arrays.copyOf(time, TIME + MAC);
    System.arraycopy(mac(time, client), 0, nonce, TIME, MAC);
    return HexFormat.of().formatHex(nonce);
  }

  /** Whether it is one of ours for this client and not too old. */
  boolean isGood(String nonce, InetSocketAddress client, Instant now) {
    if (nonce.length() != 2 * (TIME + MAC) || !nonce.chars().allMatch(HexFormat::isHexDigit)) {
      return false;
    }
    byte[] bytes = HexFormat.of().parseHex(nonce);
    byte[] time = Arrays.copyOf(bytes, TIME);
    byte[] right = Arrays.copyOf(mac(time, client), MAC);
    long age = now.getEpochSecond() - ByteBuffer.wrap(time).getLong();
    return MessageDigest.isEqual(right, Arrays.copyOfRange(bytes, TIME, TIME + MAC))
        && age >= -1
        && age <= lifetime.toSeconds();
  }

  private byte[] mac(byte[] time, InetSocketAddress client) {
    mac.update(time);
    mac.update(client.getAddress().getAddress());
    mac.update((byte) (client.getPort() >> 8));
    mac.update((byte) client.getPort());
    return mac.doFinal();
  }
}
