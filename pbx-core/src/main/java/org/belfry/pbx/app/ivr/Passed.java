package org.belfry.pbx.app.ivr;

/**
 * Something that happened at a node, for figures and for dry runs.
 *
 * @param detail a key, a value, a reason; may be empty
 */
public record Passed(String node, What what, String detail) {

  /** What it was. */
  public enum What {
    ENTERED,
    /** The key was one of the menu's. */
    KEY,
    /** Digits were taken, an extension or a name was found. */
    TAKEN,
    /** Nothing was pressed. */
    SILENCE,
    /** What was pressed means nothing here. */
    INVALID,
    /** A web server did not answer, nobody took the call. */
    FAILED,
    /** The call went round and round and was ended. */
    TOO_LONG,
    /** The caller hung up here. */
    HUNG_UP
  }
}
