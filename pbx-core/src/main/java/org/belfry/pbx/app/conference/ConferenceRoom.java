package org.belfry.pbx.app.conference;

import java.util.List;
import java.util.Set;
import org.belfry.pbx.directory.Service;
import org.jspecify.annotations.Nullable;

/**
 * What is arranged for a conference.
 *
 * @param name unique; what plans and the API call it
 * @param number what is dialled, or null
 * @param title for people
 * @param pin of participants, 4 to 12 digits; null lets anybody in
 * @param moderatorPin of moderators, 4 to 12 digits; null when nobody becomes one so
 * @param moderators extensions that are moderators without a PIN
 * @param waitForModerator whether nobody is heard before a moderator is there
 * @param endWithModerator whether all go when the last moderator does
 * @param mutedEntry whether participants come in muted
 * @param tones whether it is heard that somebody comes or goes
 * @param record whether it is recorded from its beginning; everybody is told so
 * @param participantsMax 2 to 200
 * @param names whether who comes says a name, which all hear instead of a tone
 */
public record ConferenceRoom(
    String name,
    @Nullable String number,
    String title,
    @Nullable String pin,
    @Nullable String moderatorPin,
    Set<String> moderators,
    boolean waitForModerator,
    boolean endWithModerator,
    boolean mutedEntry,
    boolean tones,
    boolean record,
    int participantsMax,
    boolean names)
    implements Service {
  public static final int PARTICIPANTS_MAX = 200;

  /** Participants of a room that somebody made by dialling. */
  private static final int ON_THE_FLY = 20;

  public ConferenceRoom {
    moderators = Set.copyOf(moderators);
    if (participantsMax < 2 || participantsMax > PARTICIPANTS_MAX) {
      throw new IllegalArgumentException("a conference of " + participantsMax);
    }
  }

  /** One in which names are not said. */
  public ConferenceRoom(
      String name,
      @Nullable String number,
      String title,
      @Nullable String pin,
      @Nullable String moderatorPin,
      Set<String> moderators,
      boolean waitForModerator,
      boolean endWithModerator,
      boolean mutedEntry,
      boolean tones,
      boolean record,
      int participantsMax) {
    this(
        name,
        number,
        title,
        pin,
        moderatorPin,
        moderators,
        waitForModerator,
        endWithModerator,
        mutedEntry,
        tones,
        record,
        participantsMax,
        false);
  }

  /** One that a user makes by dialling; it is its moderator. */
  static ConferenceRoom onTheFly(String number, String extension) {
    return new ConferenceRoom(
        "on-the-fly-" + number,
        null,
        number,
        null,
        null,
        Set.of(extension),
        false,
        false,
        false,
        true,
        false,
        ON_THE_FLY);
  }

  @Override
  public String application() {
    return Conference.NAME;
  }

  /** It sends nobody elsewhere. */
  @Override
  public List<Onward> onward() {
    return List.of();
  }

  boolean hasPin() {
    return pin != null || moderatorPin != null;
  }
}
