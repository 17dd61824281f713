package org.belfry.media.srtp.sdes;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** An MKI, which a crypto attribute writes as a decimal number and a length (RFC 4568 §6.1). */
final class MkiNumber {
  private MkiNumber() {}

  static String print(byte[] mki) {
    return new BigInteger(1, mki).toString();
  }

  /** The number in so many bytes, or null where it has no room or is none. */
  static byte @Nullable [] parse(String digits, int length) {
    if (digits.isEmpty()
        || digits.length() > 310
        || !digits.chars().allMatch(CryptoParser::digit)) {
      return null;
    }
    byte[] number = new BigInteger(digits).toByteArray();
    int from = number[0] == 0 ? 1 : 0; // the sign's byte
    int significant = number.length - from;
    if (significant > length) {
      return null;
    }
    byte[] mki = new byte[length];
    System.arraycopy(number, from, mki, length - significant, significant);
    return mki;
  }
}
