package org.belfry.pbx.admin;

import java.util.List;

/** What Belfry says, phrase by phrase, and the owner's own recordings instead. */
public interface PromptAdmin {

  /** BCP 47, two or three letters each. */
  List<String> languages();

  /**
   * @throws NotFound when there is no such language
   */
  List<PromptView> prompts(String language);

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
   * @param sound WAV or Ogg/Opus, up to five minutes
   * @throws InvalidCommand when it is no such thing, or name or language cannot be one
   */
  void replace(String language, String name, byte[] sound);

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

  /**
   * @param text what it says; empty for a recording of the owner's without one
   * @param own whether it is a recording of the owner's
   */
  record PromptView(String name, String text, boolean own) {}
}
