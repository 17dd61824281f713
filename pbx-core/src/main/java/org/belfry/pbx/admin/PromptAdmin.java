package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Belfry says, phrase by phrase, and the owner's own recordings instead. */
public interface PromptAdmin {

  /** BCP 47, two or three letters each. */
  List<String> languages();

  /**
   * @throws NotFound when there is no such language
   */
  List<PromptView> prompts(String language);

  /** The owner's recordings in all languages, by name and language. */
  List<RecordingView> recordings();

  /**
   * Names of the owner's recordings that replace no phrase of Belfry's. Works without the database.
   */
  List<String> announcements();

  /**
   * A WAV file of it, as it is said now.
   *
   * @throws NotFound when there is no such phrase
   */
  byte[] sound(String language, String name);

  /**
   * Replaces a phrase by a recording, at once. A phrase or a language that is not there yet comes
   * into being.
   *
   * @param made how it was; {@link Made#SPOKEN} is for {@link #speak}
   * @param sound WAV or Ogg/Opus, up to five minutes
   * @throws InvalidCommand when it is no such thing, name or language cannot be one, or there is no
   *     room for more recordings
   */
  void replace(String language, String name, Made made, byte[] sound);

  /**
   * Replaces a phrase by a text that the speech engine speaks, now and once.
   *
   * @param text 1 to 1000 characters
   * @throws InvalidCommand as {@link #replace}, or when nothing on this machine speaks the language
   */
  void speak(String language, String name, String text);

  /** Whether a speech engine of this machine speaks the language. */
  boolean speaks(String language);

  /**
   * Gives the owner's recordings of a phrase another name, in all languages.
   *
   * @throws NotFound when there are none
   * @throws InvalidCommand when that name cannot be one, or has recordings already
   */
  void rename(String name, String to);

  /**
   * Says the phrase as it came with Belfry again.
   *
   * @throws NotFound when it was not replaced
   */
  void reset(String language, String name);

  /**
   * Calls somebody to have a phrase spoken.
   *
   * @param extension of a user
   * @return the Call-ID
   * @throws NotFound when there is no such user
   * @throws InvalidCommand when name or language cannot be one
   */
  String record(String language, String name, String extension);

  /** How a recording of the owner's was made. */
  enum Made {
    /** From a file. */
    UPLOADED,
    /** By phone or in the browser. */
    RECORDED,
    /** By the speech engine, from a text. */
    SPOKEN
  }

  /**
   * @param text what it says; empty for a recording of the owner's without one
   * @param own whether it is a recording of the owner's
   */
  record PromptView(String name, String text, boolean own) {}

  /**
   * A recording of the owner's.
   *
   * @param made null when the file was placed there by hand
   * @param text that was spoken; empty for other recordings
   * @param replaces whether Belfry has a phrase of this name of its own
   */
  record RecordingView(
      String name,
      String language,
      @Nullable Made made,
      String text,
      double seconds,
      Instant at,
      boolean replaces) {}
}
