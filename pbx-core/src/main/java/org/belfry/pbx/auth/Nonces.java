package org.belfry.pbx.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Server nonces (RFC 7616 §5.4): made without memory, remembered only once used. A nonce says when
 * it was issued and carries a MAC, so a flood of unauthenticated requests costs no memory; the
 * nonce counts of used ones are kept for as long as the nonce is valid, so a request cannot be
 * replayed.
 *
 * <p>One instance belongs to one lane. A nonce is good in any lane; a replay into another lane
 * needs the same Call-ID and so arrives in the same lane.
 */
public final class Nonces {
  private static final HexFormat HEX = HexFormat.of();
  private static final int TIME_DIGITS = 12;
  private static final int COUNT_DIGITS = 8;
  private static final int MAC_DIGITS = 24;
  static final int LENGTH = TIME_DIGITS + COUNT_DIGITS + MAC_DIGITS;

  private final Mac mac;
  private final AtomicLong counter = new AtomicLong();
  private final Duration validity;
  private final int capacity;
  private Map<String, Long> current = new HashMap<>();
  private Map<String, Long> previous = new HashMap<>();
  private Instant currentSince = Instant.EPOCH;
  private Instant forgottenBefore = Instant.EPOCH;

  /** What a nonce is worth. */
  enum Worth {
    GOOD,
    /** Ours, but too old or already used with this count: challenge again with stale=true. */
    STALE,
    /** Not made by us. */
    FOREIGN
  }

  /**
   * @param secret shared by all lanes, 16 bytes or more
   * @param validity how long a nonce may be used
   * @param capacity nonces in use that are remembered; beyond it older ones become stale early
   */
  public Nonces(byte[] secret, Duration validity, int capacity) {
    this.validity = validity;
    this.capacity = capacity;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }

  String issue(Instant now) {
    String text =
        HEX.toHexDigits(now.toEpochMilli(), TIME_DIGITS)
            + HEX.toHexDigits(counter.incrementAndGet(), COUNT_DIGITS);
    return text + sign(text);
  }

  /**
   * Judges a nonce and, when it is good, notes that this count was used.
   *
   * @param nonceCount of the request; 0 for a client without qop, which may use a nonce once only
   */
  Worth use(String nonce, long nonceCount, Instant now) {
    Worth worth = judge(nonce, now);
    if (worth != Worth.GOOD) {
      return worth;
    }
    rotate(now);
    Long seen = current.get(nonce);
    if (seen == null) {
      seen = previous.get(nonce);
    }
    if (seen != null && nonceCount <= seen) {
      return Worth.STALE;
    }
    current.put(nonce, nonceCount);
    return Worth.GOOD;
  }

  /** Judges a nonce without using it up: for credentials whose response is wrong anyway. */
  Worth judge(String nonce, Instant now) {
    if (nonce.length() != LENGTH) {
      return Worth.FOREIGN;
    }
    String text = nonce.substring(0, TIME_DIGITS + COUNT_DIGITS);
    if (!sign(text).equals(nonce.substring(TIME_DIGITS + COUNT_DIGITS))) {
      return Worth.FOREIGN;
    }
    Instant issued = Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(text, 0, TIME_DIGITS));
    boolean tooOld = issued.plus(validity).isBefore(now) || issued.isBefore(forgottenBefore);
    return tooOld ? Worth.STALE : Worth.GOOD;
  }

  private void rotate(Instant now) {
    boolean full = current.size() >= capacity / 2;
    if (!full && currentSince.plus(validity).isAfter(now)) {
      return;
    }
    // Whatever was issued before the older half began could be replayed once that half is gone:
    // refuse it.
    forgottenBefore = full ? currentSince : forgottenBefore;
    previous = current;
    current = new HashMap<>();
    currentSince = now;
  }

  private String sign(String text) {
    byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    return HEX.formatHex(signature, 0, MAC_DIGITS / 2);
  }
}
