package org.belfry.pbx.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Turns prompts into sound: the port to the language packs and the speech engine. Called on the
 * thread of a program, so it may take its time; what it cannot say it leaves out, and logs.
 */
@FunctionalInterface
public interface PromptSounds {

  /**
   * What is to be played for these, one after the other.
   *
   * @param language BCP 47, such as {@code de} or {@code en-GB}; the nearest there is counts
   * @param rate samples per second: 8000 or 16000
   */
  List<Piece> sounds(List<Prompt> prompts, String language, int rate);

  /** A piece of sound. */
  sealed interface Piece {
    /**
     * Sound in memory.
     *
     * @param pcm of the rate that was asked for; never changed by anybody
     */
    record Pcm(short[] pcm) implements Piece {}

    /** A file of any rate; read while it plays. */
    record File(Path file) implements Piece {}

    record Tone(Prompt.Kind kind, Duration length) implements Piece {}

    record Silence(Duration length) implements Piece {}

    /** As {@link Prompt.Music}. */
    record Music(String playlist) implements Piece {
      public Music() {
        this("");
      }
    }
  }
}
