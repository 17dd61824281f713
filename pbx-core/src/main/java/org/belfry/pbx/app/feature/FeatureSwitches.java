package org.belfry.pbx.app.feature;

import org.jspecify.annotations.Nullable;

/**
 * Changes what users and the site have arranged: a port to the directory. Its methods may block.
 */
public interface FeatureSwitches {

  /**
   * Turns a user's do-not-disturb over.
   *
   * @return whether it is on now
   */
  boolean doNotDisturb(String extension) throws CannotSwitch;

  /** When calls are forwarded. */
  enum When {
    ALWAYS,
    BUSY,
    NO_ANSWER
  }

  /**
   * Forwards a user's calls, instead of where they were forwarded before; rules for certain callers
   * or times stay.
   *
   * @param number as dialled; null ends it
   */
  void forward(String extension, When when, @Nullable String number) throws CannotSwitch;

  /**
   * Turns the night switch of a schedule over.
   *
   * @param schedule its name, in upper or lower case; empty when the site has only one
   * @return whether it is night now
   */
  boolean night(String schedule) throws CannotSwitch;

  /**
   * Begins to record the call that a user is in, or ends that; the user may have put it on hold to
   * dial.
   *
   * @return whether it is recorded now
   */
  boolean recording(String extension) throws CannotSwitch;

  /** It cannot be; the message is a sentence for people. */
  final class CannotSwitch extends Exception {
    private static final long serialVersionUID = 1;

    public CannotSwitch(String sentence) {
      super(sentence);
    }
  }
}
