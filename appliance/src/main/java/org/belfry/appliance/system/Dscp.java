package org.belfry.appliance.system;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A differentiated services code point (RFC 2474), by which routers and switches know what to send
 * first: a name of RFC 4594, or a number.
 *
 * @param value 0 to 63
 */
public record Dscp(int value) {
  private static final int MOST = 63;
  private static final Pattern SELECTOR = Pattern.compile("cs([0-7])");
  private static final Pattern ASSURED = Pattern.compile("af([1-4])([1-3])");

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static Dscp of(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    Matcher selector = SELECTOR.matcher(name);
    if (selector.matches()) {
      return new Dscp(Integer.parseInt(selector.group(1)) << 3);
    }
    Matcher assured = ASSURED.matcher(name);
    if (assured.matches()) {
      return new Dscp(
          (Integer.parseInt(assured.group(1)) << 3) + (Integer.parseInt(assured.group(2)) << 1));
    }
    return switch (name) {
      case "ef" -> new Dscp(46);
      case "va" -> new Dscp(44); // RFC 5865
      case "df" -> new Dscp(0);
      default -> {
        if (!name.matches("[0-9]{1,2}") || Integer.parseInt(name) > MOST) {
          throw new IllegalArgumentException(name);
        }
        yield new Dscp(Integer.parseInt(name));
      }
    };
  }

  /** The octet of IPv4 and IPv6, with the code point in its upper six bits. */
  public int trafficClass() {
    return value << 2;
  }
}
