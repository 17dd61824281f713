package org.belfry.media.srtp.sdes;

import java.util.Base64;
import java.util.OptionalLong;
import org.belfry.media.srtp.SrtpKeys;

/**
 * The value of one a=crypto line that we can use (RFC 4568 §4 and §9.2).
 *
 * @param tag 0 to 999,999,999; joins an answer to its offer
 * @param suiteName the suite as the line spells it, which an answer must repeat
 * @param keys what the writer of the line sends with
 * @param lifetime packets that the writer will send under this key at most, where it says so
 */
public record CryptoAttribute(int tag, String suiteName, SrtpKeys keys, OptionalLong lifetime) {
  static final int MAX_TAG = 999_999_999;

  /** What a line is to us. */
  public sealed interface Reading {}

  /** A line that we can use. */
  public record Usable(CryptoAttribute attribute) implements Reading {}

  /**
   * A line that we cannot use; the others of its list may do.
   *
   * @param why a sentence without an end, for the call's trace
   */
  public record Unusable(String why) implements Reading {}

  public CryptoAttribute {
    if (tag < 0 || tag > MAX_TAG) {
      throw new IllegalArgumentException("a tag of " + tag);
    }
  }

  /** Ours, without lifetime and by the suite's own name. */
  CryptoAttribute(int tag, SrtpKeys keys) {
    this(tag, keys.suite().name(), keys, OptionalLong.empty());
  }

  /** Reads what stands behind "a=crypto:". Never throws. */
  public static Reading parse(String value) {
    return CryptoParser.parse(value);
  }

  /** As it stands behind "a=crypto:". Holds the key: only for the session description. */
  public String toWire() {
    byte[] secret = new byte[keys.key().length + keys.salt().length];
    System.arraycopy(keys.key(), 0, secret, 0, keys.key().length);
    System.arraycopy(keys.salt(), 0, secret, keys.key().length, keys.salt().length);
    StringBuilder out = new StringBuilder();
    out.append(tag).append(' ').append(suiteName).append(" inline:");
    out.append(Base64.getEncoder().encodeToString(secret));
    lifetime.ifPresent(packets -> out.append('|').append(written(packets)));
    if (keys.mki().length > 0) {
      out.append('|').append(MkiNumber.print(keys.mki())).append(':').append(keys.mki().length);
    }
    return out.toString();
  }

  private static String written(long packets) {
    return Long.bitCount(packets) == 1 && packets > 1
        ? "2^" + Long.numberOfTrailingZeros(packets)
        : Long.toString(packets);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "crypto " + tag + " " + suiteName;
  }
}
