package org.belfry.pbx.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** Something to be said or sounded, in the language of the call. */
public sealed interface Prompt {

  /** A sentence or word of the language's pack, by its name in there: {@code enter-your-pin}. */
  record Phrase(String name) implements Prompt {}

  /** "two hundred and one"; at most 15 digits. */
  record Cardinal(long value) implements Prompt {}

  /** "two oh one": one after the other. What is no digit, star or hash is left out. */
  record Digits(String digits) implements Prompt {}

  /** "the third"; 1 to 9999. */
  record Ordinal(int value) implements Prompt {}

  record Date(LocalDate date) implements Prompt {}

  record Time(LocalTime time) implements Prompt {}

  /** A moment as people say it: "today at half past ten", "on Monday, …". */
  record DayAndTime(LocalDateTime at, LocalDate today) implements Prompt {}

  /** "two minutes and ten seconds". */
  record Length(Duration length) implements Prompt {}

  /** Any text, spoken live; at most 1000 characters of it. */
  record Text(String text) implements Prompt {}

  /** A sound file. */
  record Sound(Path file) implements Prompt {}

  /** A tone of the site's country, for as long as {@code length}; zero is for ever. */
  record Tone(Kind kind, Duration length) implements Prompt {}

  /** Nothing. */
  record Silence(Duration length) implements Prompt {}

  /**
   * Music on hold, for ever.
   *
   * @param playlist of the site; empty, or one that is not there, for its usual music
   */
  record Music(String playlist) implements Prompt {
    public Music() {
      this("");
    }
  }

  /** Tones that callers know (ITU-T E.182). */
  enum Kind {
    RINGBACK,
    BUSY,
    CONGESTION,
    SPECIAL_INFORMATION,
    /** Speak now: a short one, whatever length is given. */
    BEEP,
    /** Somebody comes into the conference. */
    ENTRY,
    /** Somebody leaves it. */
    EXIT
  }

  static Prompt phrase(String name) {
    return new Phrase(name);
  }

  static Prompt text(String text) {
    return new Text(text);
  }

  static Prompt beep() {
    return new Tone(Kind.BEEP, Duration.ZERO);
  }
}
