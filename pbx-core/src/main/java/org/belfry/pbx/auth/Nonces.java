package org.belfry.pbx.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.belfry.pbx.sip.SourceAddress;

/**
 * Server nonces (RFC 7616 §5.4). A nonce says when it was issued, has a number and carries a MAC,
 * so a flood of unauthenticated requests costs no memory; what is kept of used ones is in {@link
 * NonceUses}.
 *
 * <p>The MAC covers the address it was issued to. Who answers a challenge has therefore read it
 * there: a captured request is worth nothing elsewhere, and a wrong answer under a false address
 * cannot be made.
 *
 * <p>One instance belongs to one lane. A nonce is good in any lane.
 */
public final class Nonces {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_DIGITS = 12;
  private static final int COUNT_DIGITS = 8;
  private static final int MAC_DIGITS = 24;
  private static final int SIGNED = TIME_DIGITS + COUNT_DIGITS;
  static final int LENGTH = SIGNED + MAC_DIGITS;

  private final Mac mac;
  private final Duration validity;
  private final NonceUses uses;

  /** What a nonce is worth. */
  enum Worth {
    GOOD,
    /** Ours, but too old: challenge again with stale=true. */
    STALE,
    /** Not made by us, or not for this address. */
    FOREIGN
  }

  /**
   * @param secret shared by all lanes, 16 bytes or more
   * @param validity how long a nonce may be used
   * @param uses shared by all lanes
   */
  public Nonces(byte[] secret, Duration validity, NonceUses uses) {
    this.validity = validity;
    this.uses = uses;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }

  String issue(InetAddress to, Instant now) {
    byte[] nonce = new byte[LENGTH];
    hex(now.toEpochMilli(), TIME_DIGITS, nonce, 0);
    hex(uses.nextNumber(), COUNT_DIGITS, nonce, TIME_DIGITS);
    sign(nonce, to);
    return new String(nonce, StandardCharsets.US_ASCII);
  }

  /**
   * Uses up a count of a nonce that was judged {@link Worth#GOOD}.
   *
   * @param nonceCount of the request; 0 for a client without qop, which may use a nonce once only
   * @return false when it was used before
   */
  boolean use(String nonce, long nonceCount) {
    return uses.first(number(nonce), nonceCount);
  }

  /** Judges a nonce without using it up. */
  Worth judge(String nonce, InetAddress by, Instant now) {
    if (nonce.length() != LENGTH) {
      return Worth.FOREIGN;
    }
    byte[] text = nonce.getBytes(StandardCharsets.US_ASCII);
    byte[] right = text.clone();
    sign(right, by);
    if (!MessageDigest.isEqual(text, right)) {
      return Worth.FOREIGN;
    }
    Instant issued = Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(nonce, 0, TIME_DIGITS));
    boolean tooOld = issued.plus(validity).isBefore(now) || uses.forgot(number(nonce));
    return tooOld ? Worth.STALE : Worth.GOOD;
  }

  private static long number(String nonce) {
    return HexFormat.fromHexDigitsToLong(nonce, TIME_DIGITS, SIGNED);
  }

  /** Writes the MAC of a nonce's time and number behind them. */
  private void sign(byte[] nonce, InetAddress address) {
    mac.update(nonce, 0, SIGNED);
    byte[] signature = mac.doFinal(SourceAddress.of(address).getAddress());
    for (int i = 0; i < MAC_DIGITS / 2; i++) {
      hex(signature[i], 2, nonce, SIGNED + 2 * i);
    }
  }

  private static void hex(long number, int digits, byte[] into, int at) {
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      into[i] = HEX[(int) rest & 0xF];
      rest >>>= 4;
    }
  }
}
