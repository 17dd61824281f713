package org.belfry.pbx.admin;

import java.util.List;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.PromptAdmin.RecordingView;

/**
 * Announcements: what the site has recorded to say to its callers, once for each language. An
 * attendant and a queue say one by {@code prompt:name}, and the destination {@code
 * app:announcement:name} answers a call with it. Where a language has no recording, one of another
 * is heard.
 */
public interface AnnouncementAdmin {

  /** All announcements by name. */
  List<AnnouncementView> announcements();

  /**
   * @throws NotFound when there is no such announcement
   */
  AnnouncementView announcement(String name);

  /** Names of all announcements. Works without the database. */
  List<String> names();

  /**
   * A WAV file of it.
   *
   * @throws NotFound when it has no recording in this language
   */
  byte[] sound(String name, String language);

  /**
   * Adds a recording, or replaces the one in this language; the first one makes the announcement.
   * Heard from the next call on.
   *
   * @param name 1 to 64 small letters, digits and hyphens
   * @param language as {@code de}, two or three letters
   * @param sound WAV or Ogg/Opus, up to five minutes
   * @throws InvalidCommand when it is no such thing, name or language cannot be one, or there is no
   *     room for more recordings
   */
  AnnouncementView put(String name, String language, Made made, byte[] sound);

  /**
   * The same with a text that the speech engine speaks.
   *
   * @param text 1 to 1000 characters
   * @throws InvalidCommand as {@link #put}, or when nothing on this machine speaks the language
   */
  AnnouncementView speak(String name, String language, String text);

  /**
   * The same by phone: calls somebody, who speaks after a tone, listens and accepts.
   *
   * @param extension of a user
   * @return the Call-ID
   * @throws NotFound when there is no such user
   * @throws InvalidCommand when name or language cannot be one
   */
  String record(String name, String language, String extension);

  /**
   * @throws NotFound when there is no such announcement
   * @throws InvalidCommand when it is used, or the name cannot be one or is in use
   */
  AnnouncementView rename(String name, String to);

  /**
   * Deletes the recording in one language; the last one takes the announcement with it.
   *
   * @throws NotFound when there is none
   * @throws InvalidCommand when it is the last one of an announcement that is used
   */
  void delete(String name, String language);

  /**
   * Deletes it in all languages.
   *
   * @throws NotFound when there is no such announcement
   * @throws InvalidCommand when it is used
   */
  void delete(String name);

  /** What may use an announcement. */
  enum User {
    ATTENDANT,
    QUEUE,
    INBOUND,
    GROUP,
    /** Call forwarding of a user; the name is the extension. */
    USER
  }

  record UseView(User by, String name) {}

  /**
   * @param recordings by language; never empty
   * @param uses what says it or sends calls to it
   */
  record AnnouncementView(String name, List<RecordingView> recordings, List<UseView> uses) {}
}
