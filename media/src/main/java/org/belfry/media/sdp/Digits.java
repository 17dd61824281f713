package org.belfry.media.sdp;

/** Numbers as the grammar of RFC 8866 §9 writes them: digits, no sign, no white space. */
final class Digits {
  static final long NONE = -1;

  private Digits() {}

  /** The number, or {@link #NONE} if it is none from 0 to {@code max}. */
  static long of(String text, long max) {
    if (text.isEmpty() || text.length() > 19) {
      return NONE;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (max - digit) / 10) {
        return NONE;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  static int of(String text, int max) {
    return (int) of(text, (long) max);
  }
}
