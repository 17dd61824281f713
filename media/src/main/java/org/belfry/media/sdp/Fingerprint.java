package org.belfry.media.sdp;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Of a certificate for DTLS (RFC 8122 §5).
 *
 * @param hash {@code sha-256} and its like, in lower case
 * @param value pairs of upper-case hex digits with colons between them
 */
public record Fingerprint(String hash, String value) {

  /** One of ours. */
  public static Fingerprint of(String hash, byte[] digest) {
    return new Fingerprint(hash, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
  }

  static @Nullable Fingerprint parse(String text) {
    String[] words = text.strip().split(" +");
    if (words.length != 2 || words[0].length() > 20 || words[1].length() > 64 * 3) {
      return null;
    }
    try {
      byte[] digest = HexFormat.ofDelimiter(":").parseHex(words[1]);
      return digest.length < 16 ? null : of(words[0].toLowerCase(Locale.ROOT), digest);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  public byte[] digest() {
    return HexFormat.ofDelimiter(":").parseHex(value);
  }

  /** As it stands after {@code a=fingerprint:}. */
  public String text() {
    return hash + " " + value;
  }
}
