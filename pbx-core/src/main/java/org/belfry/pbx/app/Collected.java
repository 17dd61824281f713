package org.belfry.pbx.app;

/** What {@link VoiceCall#collect} came to. */
public sealed interface Collected {

  /**
   * Enough digits.
   *
   * @param digits 0 to 9, *, #, A to D
   */
  record Digits(String digits) implements Collected {}

  /**
   * Time was over, or a terminator came, before there were enough.
   *
   * @param digits those that came; may be empty
   */
  record TimedOut(String digits) implements Collected {}

  /** The caller is gone. */
  record Gone() implements Collected {}
}
