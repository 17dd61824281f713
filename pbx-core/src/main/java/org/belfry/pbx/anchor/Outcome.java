package org.belfry.pbx.anchor;

/** What becomes of a description. */
public sealed interface Outcome {
  Outcome UNCHANGED = new Unchanged();

  /** It goes on as it is. */
  record Unchanged() implements Outcome {}

  /** The far end gets this instead. */
  record Replaced(byte[] body) implements Outcome {}

  /**
   * It cannot be: the request is answered with this.
   *
   * @param status 488, or 503 when we have no port left
   * @param warning a Warning header's code, 300 to 399 (RFC 3261 §20.43)
   * @param why a sentence for the person who looks for the reason
   */
  record Refused(int status, String reason, int warning, String why) implements Outcome {}
}
