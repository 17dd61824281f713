package org.belfry.pbx.app.trunk;

import java.nio.charset.StandardCharsets;

/** The user part of a SIP URI as it is written (RFC 3261 §25.1, {@code user}). */
final class UserPart {
  private static final String PLAIN = "-_.!~*'()&=+$,;?/";

  private UserPart() {}

  /** What may not stand there is written by its bytes. */
  static String escaped(String user) {
    StringBuilder text = new StringBuilder(user.length());
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        text.append(c);
      } else {
        text.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return text.toString();
  }
}
