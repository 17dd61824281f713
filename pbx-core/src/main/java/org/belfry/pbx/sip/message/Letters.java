package org.belfry.pbx.sip.message;

/**
 * Which characters may stand where (RFC 3261 §25.1), as one table: a message asks for some hundred
 * characters, and finds them in two cache lines.
 */
final class Letters {
  static final int TOKEN = 1;

  /** Of a host name or an IPv4 address. */
  static final int HOST = 1 << 1;

  /** Of an IPv6 reference, without its brackets. */
  static final int ADDRESS = 1 << 2;

  static final int SCHEME = 1 << 3;

  /** Of a URI's user part that {@link PlainUri} reads. */
  static final int PLAIN_USER = 1 << 4;

  /** Of a URI's parameter that {@link PlainUri} reads. */
  static final int PLAIN_PARAMETER = 1 << 5;

  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final byte[] KINDS = new byte[128];

  static {
    enter(TOKEN, LETTERS + DIGITS + "-.!%*_+`'~");
    enter(HOST, LETTERS + DIGITS + ".-_");
    enter(ADDRESS, DIGITS + "abcdefABCDEF:.");
    enter(SCHEME, LETTERS + DIGITS + "+-.");
    enter(PLAIN_USER, LETTERS + DIGITS + ".-_+");
    enter(PLAIN_PARAMETER, LETTERS + DIGITS + ".-_");
  }

  private Letters() {}

  private static void enter(int kind, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      KINDS[characters.charAt(i)] |= (byte) kind;
    }
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean is(int kind, char c) {
    return c < KINDS.length && (KINDS[c] & kind) != 0;
  }

  /** Where the characters of this kind that stand at {@code from} end; {@code to} at most. */
  static int behind(int kind, String text, int from, int to) {
    int i = from;
    while (i < to && is(kind, text.charAt(i))) {
      i++;
    }
    return i;
  }
}
