package org.belfry.media.session;

/** There is no port left for a leg: 503 to a caller. */
public final class NoPort extends Exception {
  private static final long serialVersionUID = 1L;

  NoPort(String why) {
    super(why);
  }

  /** One sentence. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
