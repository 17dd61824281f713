package org.belfry.appliance.update;

/** The order of versions of Debian packages (Debian Policy §5.6.12). */
final class DebianVersion {
  private DebianVersion() {}

  /** Whether the first is newer than the second. */
  static boolean isNewer(String version, String than) {
    int order = Integer.compare(epoch(version), epoch(than));
    if (order == 0) {
      order = compare(upstream(version), upstream(than));
    }
    return (order == 0 ? compare(revision(version), revision(than)) : order) > 0;
  }

  private static int epoch(String version) {
    int colon = version.indexOf(':');
    String digits = colon < 0 ? "" : version.substring(0, colon);
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
  }

  private static String upstream(String version) {
    String rest = version.substring(version.indexOf(':') + 1);
    int dash = rest.lastIndexOf('-');
    return dash < 0 ? rest : rest.substring(0, dash);
  }

  private static String revision(String version) {
    int dash = version.lastIndexOf('-');
    return dash < 0 ? "" : version.substring(dash + 1);
  }

  /** By turns what are no digits, as {@link #weight} orders it, and numbers. */
  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while (isWord(a, i) || isWord(b, j)) {
        int order = Integer.compare(weight(a, i), weight(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endA = digits(a, i);
      int endB = digits(b, j);
      String numberA = a.substring(i, endA).replaceFirst("^0+", "");
      String numberB = b.substring(j, endB).replaceFirst("^0+", "");
      int order = Integer.compare(numberA.length(), numberB.length());
      order = order == 0 ? numberA.compareTo(numberB) : order;
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  private static boolean isWord(String text, int at) {
    return at < text.length() && !isDigit(text.charAt(at));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int digits(String text, int from) {
    int end = Math.min(from, text.length());
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** A tilde goes before the end, the end before letters, letters before everything else. */
  private static int weight(String text, int at) {
    if (!isWord(text, at)) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? c : c + 256;
  }
}
