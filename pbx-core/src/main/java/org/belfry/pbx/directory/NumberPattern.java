package org.belfry.pbx.directory;

/**
 * User parts a peer serves: literal characters, {@code X} for any digit, a trailing {@code *} for
 * any rest (also none).
 *
 * @param text 1 to 64 characters, a {@code *} only at the end
 */
public record NumberPattern(String text) {

  public NumberPattern {
    if (text.isEmpty() || text.length() > 64) {
      throw new IllegalArgumentException("A pattern has 1 to 64 characters.");
    }
    int star = text.indexOf('*');
    if (star >= 0 && star != text.length() - 1) {
      throw new IllegalArgumentException("A * may stand only at the end of a pattern.");
    }
  }

  public boolean matches(String user) {
    boolean open = text.charAt(text.length() - 1) == '*';
    int fixed = open ? text.length() - 1 : text.length();
    if (open ? user.length() < fixed : user.length() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      char p = text.charAt(i);
      char c = user.charAt(i);
      if (p == 'X' ? c < '0' || c > '9' : p != c) {
        return false;
      }
    }
    return true;
  }
}
