package org.belfry.media.srtp.sdes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpSuite;
import org.belfry.media.srtp.sdes.CryptoAttribute.Reading;
import org.belfry.media.srtp.sdes.CryptoAttribute.Unusable;
import org.belfry.media.srtp.sdes.CryptoAttribute.Usable;
import org.jspecify.annotations.Nullable;

/** The grammar of RFC 4568 §9. What it does not like it says in an {@link Unusable}. */
final class CryptoParser {
  /** Characters of a line; the longest sensible one has 450. */
  private static final int MAX_LENGTH = 1000;

  /** RFC 4568 §9.2: 2^48 is the most that SRTP itself allows. */
  private static final int MAX_LIFETIME_BITS = 48;

  private CryptoParser() {}

  static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  static Reading parse(String value) {
    if (value.length() > MAX_LENGTH) {
      return new Unusable("a crypto line of " + value.length() + " characters is too long");
    }
    List<String> words = words(value);
    if (words.size() < 3) {
      return new Unusable("a crypto line needs a tag, a suite and a key");
    }
    int tag = number(words.get(0), CryptoAttribute.MAX_TAG);
    if (tag < 0) {
      return new Unusable("the tag of a crypto line is no number of up to nine digits");
    }
    SrtpSuite suite = SrtpSuite.named(words.get(1)).orElse(null);
    if (suite == null) {
      return new Unusable("the suite " + shown(words.get(1)) + " of line " + tag + " is unknown");
    }
    for (String parameter : words.subList(3, words.size())) {
      if (!harmless(parameter)) {
        return new Unusable(
            "the session parameter " + shown(parameter) + " of line " + tag + " is not supported");
      }
    }
    return keyed(tag, words.get(1), suite, words.get(2));
  }

  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    for (String word : value.split("[ \t]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /**
   * RFC 4568 §6.3: a parameter that is not understood makes the line invalid, unless a dash stands
   * before it (§6.3.8). The window size is a hint (§6.3.7), and a key derivation rate of 0 is the
   * default.
   */
  private static boolean harmless(String parameter) {
    return parameter.startsWith("-") || parameter.startsWith("WSH=") || parameter.equals("KDR=0");
  }

  private static Reading keyed(int tag, String suiteName, SrtpSuite suite, String params) {
    if (params.indexOf(';') >= 0) {
      return new Unusable("line " + tag + " has several keys");
    }
    // RFC 4568 §9.1: ABNF strings have no case.
    if (!params.regionMatches(true, 0, "inline:", 0, 7)) {
      return new Unusable("line " + tag + " has no key inline");
    }
    String[] parts = params.substring(7).split("\\|", -1);
    if (parts.length > 3) {
      return new Unusable("the key of line " + tag + " has parts that are not understood");
    }
    byte[] secret = secret(parts[0]);
    int expected = suite.keyLength() + suite.saltLength();
    if (secret == null || secret.length != expected) {
      return new Unusable("the key and salt of line " + tag + " are not " + expected + " bytes");
    }
    OptionalLong lifetime = OptionalLong.empty();
    byte[] mki = new byte[0];
    for (int i = 1; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].indexOf(':') >= 0 && last) {
        byte[] read = mki(parts[i]);
        if (read == null) {
          return new Unusable("the MKI of line " + tag + " is not understood");
        }
        mki = read;
      } else {
        long packets = i == 1 ? lifetime(parts[i]) : -1;
        if (packets < 0) {
          return new Unusable("the lifetime of line " + tag + " is not understood");
        }
        lifetime = OptionalLong.of(packets);
      }
    }
    byte[] key = Arrays.copyOf(secret, suite.keyLength());
    byte[] salt = Arrays.copyOfRange(secret, suite.keyLength(), expected);
    return new Usable(
        new CryptoAttribute(tag, suiteName, new SrtpKeys(suite, key, salt, mki), lifetime));
  }

  private static byte @Nullable [] secret(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] mki(String text) {
    int colon = text.indexOf(':');
    int length = number(text.substring(colon + 1), SrtpKeys.MAX_MKI);
    return length < 1 ? null : MkiNumber.parse(text.substring(0, colon), length);
  }

  /** Packets, or -1. */
  private static long lifetime(String text) {
    if (text.startsWith("2^")) {
      int bits = number(text.substring(2), MAX_LIFETIME_BITS);
      return bits < 0 ? -1 : 1L << bits;
    }
    if (text.isEmpty() || text.length() > 15 || !text.chars().allMatch(CryptoParser::digit)) {
      return -1;
    }
    long packets = Long.parseLong(text);
    return packets > 0 && packets <= 1L << MAX_LIFETIME_BITS ? packets : -1;
  }

  /** From 0 to the most, or -1. */
  private static int number(String digits, int most) {
    if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(CryptoParser::digit)) {
      return -1;
    }
    int number = Integer.parseInt(digits);
    return number <= most ? number : -1;
  }

  private static String shown(String word) {
    String cut = word.length() > 40 ? word.substring(0, 40) + "..." : word;
    // FEC_KEY= holds a key.
    int equals = cut.indexOf('=');
    return equals < 0 ? cut : cut.substring(0, equals);
  }
}
