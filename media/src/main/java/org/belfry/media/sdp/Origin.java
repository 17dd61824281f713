package org.belfry.media.sdp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who made the description and which version of it this is (RFC 8866 §5.2).
 *
 * @param sessionId digits; of any length, some phones write more than 64 bits
 * @param version digits; grows by one with each change (RFC 3264 §8)
 * @param addressType {@code IP4} or {@code IP6}
 * @param address a literal or a name
 */
public record Origin(
    String username, String sessionId, String version, String addressType, String address) {

  /** An origin of ours. */
  public static Origin ours(long sessionId, long version, String address) {
    return new Origin(
        "-",
        Long.toUnsignedString(sessionId),
        Long.toUnsignedString(version),
        Connection.addressType(address),
        address);
  }

  static @Nullable Origin parse(String value) {
    // A few phones write a user name with spaces; the last five words are what counts.
    String[] words = value.strip().split(" +");
    int n = words.length;
    if (n < 6 || !isNumber(words[n - 5]) || !isNumber(words[n - 4]) || !words[n - 3].equals("IN")) {
      return null;
    }
    String username = String.join(" ", Arrays.asList(words).subList(0, n - 5));
    return new Origin(username, words[n - 5], words[n - 4], words[n - 2], words[n - 1]);
  }

  private static boolean isNumber(String word) {
    return word.length() <= 40 && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** As it stands after {@code o=}. */
  public String text() {
    return String.join(" ", username, sessionId, version, "IN", addressType, address);
  }
}
