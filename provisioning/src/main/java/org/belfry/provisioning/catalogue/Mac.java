package org.belfry.provisioning.catalogue;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hardware address of a phone (EUI-48).
 *
 * @param digits twelve hexadecimal digits in lower case
 */
public record Mac(String digits) {
  private static final int LENGTH = 12;
  private static final int TEXT_MAX = 32;

  /**
   * Twelve digits, in pairs with colons or hyphens, or fours with dots, not within a longer run.
   */
  private static final Pattern WITHIN =
      Pattern.compile(
          "(?<![0-9A-Fa-f])(?<![0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-)(?:[0-9A-Fa-f]{12}|[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\\1[0-9A-Fa-f]{2}){4}"
              + "|[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4})(?![0-9A-Fa-f])");

  /**
   * @throws IllegalArgumentException with a sentence when these are not a phone's digits
   */
  public Mac {
    if (digits.length() != LENGTH || !digits.matches("[0-9a-f]{12}")) {
      throw new IllegalArgumentException("must be a MAC address like 80:5e:c0:12:34:56");
    }
    if ((Integer.parseInt(digits.substring(0, 2), 16) & 1) != 0) {
      throw new IllegalArgumentException("is the MAC address of a group, not of a phone");
    }
    if (digits.equals("000000000000")) {
      throw new IllegalArgumentException("is no phone's MAC address");
    }
  }

  /**
   * Reads any of the usual forms: {@code 805ec0123456}, {@code 80:5E:C0:12:34:56}, {@code
   * 805e.c012.3456}, with hyphens or blanks too.
   *
   * @throws IllegalArgumentException with a sentence when it is none
   */
  public static Mac parse(String text) {
    String stripped = text.strip();
    return new Mac(
        stripped.length() > TEXT_MAX
            ? ""
            : stripped.replaceAll("[:.\\- ]", "").toLowerCase(Locale.ROOT));
  }

  /** The first MAC address in a text, a file name or a User-Agent; null when there is none. */
  public static @Nullable Mac within(String text) {
    Matcher found = WITHIN.matcher(text);
    while (found.find()) {
      String digits = found.group().replaceAll("[:.\\-]", "").toLowerCase(Locale.ROOT);
      if (isOfAPhone(digits)) {
        return new Mac(digits);
      }
    }
    return null;
  }

  private static boolean isOfAPhone(String digits) {
    return (Integer.parseInt(digits.substring(0, 2), 16) & 1) == 0
        && !digits.equals("000000000000");
  }

  /** {@code 80:5e:c0:12:34:56}, as people read it. */
  public String shown() {
    return digits.replaceAll("(..)(?!$)", "$1:");
  }

  /** {@code 805EC0123456}. */
  public String upper() {
    return digits.toUpperCase(Locale.ROOT);
  }

  /** The first six digits: who made it. */
  public String maker() {
    return digits.substring(0, 6);
  }
}
