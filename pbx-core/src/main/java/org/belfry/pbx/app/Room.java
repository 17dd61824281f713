package org.belfry.pbx.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A mixer: everybody in it hears all but themselves (RFC 4353). For any thread; nothing of it
 * blocks. A program gets in by {@link VoiceCall#enter}. A room of which nobody knows any more costs
 * nothing.
 */
public interface Room {

  /** Plays something to all, after what plays already. */
  void announce(List<Prompt> prompts, String language);

  /**
   * Records what everybody says into a WAV or Opus file, until {@link #stopRecording}.
   *
   * @param then is given how it ended, exactly once, on any thread
   */
  void record(Path file, Consumer<Recorded> then);

  void stopRecording();

  /** Who talks now, the loudest first; at most three. */
  List<Talker> talkers();

  /**
   * Somebody who talks.
   *
   * @param name as given to {@link VoiceCall#enter}
   * @param level in dBFS
   */
  record Talker(String name, double level) {}

  /** One call's place in a room. For any thread. */
  interface Seat {
    /** A muted participant hears and is not heard. */
    void mute(boolean on);

    /** A deaf participant hears nothing of the room. */
    void deafen(boolean on);

    /**
     * How loud the others hear it.
     *
     * @param decibels -60 to 20
     */
    void volume(double decibels);

    /** Leaves; a second time does nothing. The call's end does the same. */
    void leave();
  }
}
