package org.belfry.media.sdp;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key for SRTP in the open (RFC 4568 §4, §6). Only lines with one inline key are read; those with
 * several, or with another key method, are as if they were not there.
 *
 * @param tag 0 to 999999999; the answer names the offer's line by it
 * @param suite for example {@code AES_CM_128_HMAC_SHA1_80}
 * @param keyAndSalt Base64 as on the wire
 * @param lifetime as on the wire ({@code 2^31}), or null
 * @param mki {@code value:length}, or null
 * @param sessionParameters as on the wire
 */
public record Crypto(
    int tag,
    String suite,
    String keyAndSalt,
    @Nullable String lifetime,
    @Nullable String mki,
    List<String> sessionParameters) {
  public Crypto {
    sessionParameters = List.copyOf(sessionParameters);
  }

  /** A key of ours. */
  public static Crypto of(int tag, String suite, byte[] keyAndSalt) {
    return new Crypto(
        tag, suite, Base64.getEncoder().encodeToString(keyAndSalt), null, null, List.of());
  }

  static @Nullable Crypto parse(String value) {
    String[] words = value.strip().split(" +");
    if (words.length < 3 || !words[2].regionMatches(true, 0, "inline:", 0, 7)) {
      return null;
    }
    int tag = Digits.of(words[0], 999_999_999);
    String[] parts = words[2].substring(7).split("\\|", -1);
    if (tag < 0 || words[2].indexOf(';') >= 0 || parts.length > 3 || !isBase64(parts[0])) {
      return null;
    }
    String lifetime = null;
    String mki = null;
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      if (part.indexOf(':') >= 0) {
        mki = part;
      } else {
        lifetime = part;
      }
    }
    return new Crypto(
        tag,
        words[1],
        parts[0],
        lifetime,
        mki,
        Arrays.asList(words).subList(3, Math.min(words.length, 16)));
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Key and salt in one, as the suite divides them. */
  public byte[] key() {
    return Base64.getDecoder().decode(keyAndSalt);
  }

  /** Whether key and salt have the length that the suite wants; false for a suite not known. */
  public boolean fits() {
    return key().length
        == switch (suite) {
          case "AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32" -> 30;
          case "AES_192_CM_HMAC_SHA1_80", "AES_192_CM_HMAC_SHA1_32" -> 38;
          case "AES_256_CM_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_32" -> 46;
          case "AEAD_AES_128_GCM" -> 28;
          case "AEAD_AES_256_GCM" -> 44;
          default -> -1;
        };
  }

  public Crypto withTag(int number) {
    return new Crypto(number, suite, keyAndSalt, lifetime, mki, sessionParameters);
  }

  /** As it stands after {@code a=crypto:}. */
  public String text() {
    var out = new StringBuilder().append(tag).append(' ').append(suite).append(" inline:");
    out.append(keyAndSalt);
    if (lifetime != null) {
      out.append('|').append(lifetime);
    }
    if (mki != null) {
      out.append('|').append(mki);
    }
    for (String parameter : sessionParameters) {
      out.append(' ').append(parameter);
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return tag + " " + suite; // the key is nobody's business in a log
  }
}
