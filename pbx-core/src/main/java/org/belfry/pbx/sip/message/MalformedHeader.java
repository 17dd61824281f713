package org.belfry.pbx.sip.message;

/**
 * A field of a peer's message cannot be read: an expected event that is answered with 400. Has no
 * stack trace.
 */
public final class MalformedHeader extends RuntimeException {
  public MalformedHeader(String phrase) {
    super(phrase, null, false, false);
  }

  /** A phrase for the 400's reason, without line ends. */
  public String phrase() {
    return String.valueOf(getMessage());
  }
}
