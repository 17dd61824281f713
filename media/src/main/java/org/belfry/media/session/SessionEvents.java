package org.belfry.media.session;

/** What signalling is told of a call's media. On the control thread. */
public interface SessionEvents {
  /**
   * A side has sent nothing for too long while it should: it has vanished.
   *
   * @param why a few words
   */
  void mediaLost(String sessionId, String why);

  /**
   * Something that explains how the call sounds: a pair was selected, keys were agreed on, sound is
   * transcoded and why.
   *
   * @param what one sentence
   */
  void noted(String sessionId, String what);

  /**
   * Both sides of an answered call that is led through us have agreed on sound, so it can be
   * recorded from now on. On the thread of signalling; shortly.
   */
  default void talks(String sessionId) {
    // most have nothing to do with it
  }
}
