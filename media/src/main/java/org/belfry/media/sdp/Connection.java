package org.belfry.media.sdp;

import org.jspecify.annotations.Nullable;

/**
 * Where media goes (RFC 8866 §5.7).
 *
 * @param addressType {@code IP4} or {@code IP6}
 * @param address a literal or a name, without time to live or count
 * @param multicast whether many listen there, which no call of ours can
 */
public record Connection(String addressType, String address, boolean multicast) {

  /** One of ours. */
  public static Connection to(String address) {
    return new Connection(addressType(address), address, false);
  }

  static @Nullable Connection parse(String value) {
    String[] words = value.strip().split(" +");
    if (words.length != 3 || !words[0].equals("IN")) {
      return null;
    }
    boolean four = words[1].equals("IP4");
    if (!four && !words[1].equals("IP6")) {
      return null;
    }
    int slash = words[2].indexOf('/');
    String address = slash < 0 ? words[2] : words[2].substring(0, slash);
    if (!isHost(address)) {
      return null;
    }
    return new Connection(words[1], address, slash >= 0 || isMulticast(address, four));
  }

  private static boolean isMulticast(String address, boolean four) {
    if (!four) {
      return address.regionMatches(true, 0, "ff", 0, 2) && address.indexOf(':') > 0;
    }
    int dot = address.indexOf('.');
    int first = dot < 0 ? -1 : Digits.of(address.substring(0, dot), 255);
    return first >= 224 && first <= 239;
  }

  /** A name or a literal: only the characters of one, so that it can stand in any line. */
  static boolean isHost(String text) {
    if (text.isEmpty() || text.length() > 255) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '.'
              || c == ':'
              || c == '-'
              || c == '_'
              || c == '%';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  static String addressType(String address) {
    return address.indexOf(':') < 0 ? "IP4" : "IP6";
  }

  /** Whether it says "send nothing", as calls were held before RFC 3264 (§8.4 there). */
  public boolean isNowhere() {
    return address.equals("0.0.0.0") || address.equals("::");
  }

  /** As it stands after {@code c=}. */
  public String text() {
    return "IN " + addressType + " " + address;
  }
}
