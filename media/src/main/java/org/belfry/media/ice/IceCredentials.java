package org.belfry.media.ice;

import java.util.random.RandomGenerator;

/** User fragment and password (RFC 8445 §5.3): 4 to 256 and 22 to 256 characters. */
public record IceCredentials(String ufrag, String password) {
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /**
   * @throws IllegalArgumentException when they are shorter or longer than ICE has them
   */
  public IceCredentials {
    if (!lawful(ufrag, 4) || !lawful(password, 22)) {
      throw new IllegalArgumentException("no ICE credentials: user fragment '" + ufrag + "'");
    }
  }

  /** Whether a description's values can be used: what a peer said is checked, not thrown at. */
  public static boolean areLawful(String ufrag, String password) {
    return lawful(ufrag, 4) && lawful(password, 22);
  }

  private static boolean lawful(String text, int min) {
    return text.length() >= min
        && text.length() <= 256
        && text.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0 || c == '-' || c == '_');
  }

  /** New ones, of 48 and 144 bits; the generator has to be one that strangers cannot foresee. */
  public static IceCredentials next(RandomGenerator random) {
    return new IceCredentials(text(random, 8), text(random, 24));
  }

  private static String text(RandomGenerator random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ICE_CHARS.charAt(random.nextInt(64)));
    }
    return text.toString();
  }

  /** Without the password, which is a secret. */
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
