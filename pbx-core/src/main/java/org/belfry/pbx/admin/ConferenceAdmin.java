package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Permanent conference rooms. */
public interface ConferenceAdmin {

  /** All rooms by name. */
  List<RoomView> rooms();

  Optional<RoomView> room(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  RoomView create(SaveRoom command);

  /**
   * Holds for conferences that begin from now on.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such room
   */
  RoomView replace(long id, SaveRoom command);

  /**
   * @throws InvalidCommand when something still leads to it, naming what
   * @throws NotFound when there is no such room
   */
  void delete(long id);

  /**
   * @param name what destinations call it: {@code app:conference:weekly}
   * @param number what is dialled, nobody else's; null when it is reached by destinations only
   * @param title 1 to 64 characters; null for the name
   * @param pin of participants, 4 to 12 digits; null lets anybody in
   * @param moderatorPin of moderators, 4 to 12 digits, another one than {@code pin}
   * @param moderators extensions that are moderators without a PIN, 50 at most
   * @param waitForModerator whether nobody is heard before a moderator is there; null: no
   * @param endWithModerator whether all go when the last moderator does; null: no
   * @param mutedEntry whether participants come in muted; null: no
   * @param tones whether it is heard that somebody comes or goes; null: yes
   * @param record whether it is recorded, which everybody is told; null: no
   * @param participantsMax 2 to 200; null for 50
   * @param names whether who comes says a name, which all hear instead of a tone; null: no
   * @param owner extension of the user who has made it as the own room, null for others; kept and
   *     not changed by commands of administrators
   */
  record SaveRoom(
      String name,
      @Nullable String number,
      @Nullable String title,
      @Nullable String pin,
      @Nullable String moderatorPin,
      @Nullable List<String> moderators,
      @Nullable Boolean waitForModerator,
      @Nullable Boolean endWithModerator,
      @Nullable Boolean mutedEntry,
      @Nullable Boolean tones,
      @Nullable Boolean record,
      @Nullable Integer participantsMax,
      @Nullable Boolean names,
      @Nullable String owner) {

    /** One that no user has made. */
    public SaveRoom(
        String name,
        @Nullable String number,
        @Nullable String title,
        @Nullable String pin,
        @Nullable String moderatorPin,
        @Nullable List<String> moderators,
        @Nullable Boolean waitForModerator,
        @Nullable Boolean endWithModerator,
        @Nullable Boolean mutedEntry,
        @Nullable Boolean tones,
        @Nullable Boolean record,
        @Nullable Integer participantsMax,
        @Nullable Boolean names) {
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
          names,
          null);
    }

    /** The same room, made by this user or, with null, by none. */
    public SaveRoom ownedBy(@Nullable String extension) {
      return new SaveRoom(
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
          names,
          extension);
    }

    /** One in which names are not said. */
    public SaveRoom(
        String name,
        @Nullable String number,
        @Nullable String title,
        @Nullable String pin,
        @Nullable String moderatorPin,
        @Nullable List<String> moderators,
        @Nullable Boolean waitForModerator,
        @Nullable Boolean endWithModerator,
        @Nullable Boolean mutedEntry,
        @Nullable Boolean tones,
        @Nullable Boolean record,
        @Nullable Integer participantsMax) {
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
          null);
    }
  }

  record RoomView(
      long id,
      String name,
      @Nullable String number,
      String title,
      @Nullable String pin,
      @Nullable String moderatorPin,
      List<String> moderators,
      boolean waitForModerator,
      boolean endWithModerator,
      boolean mutedEntry,
      boolean tones,
      boolean record,
      int participantsMax,
      boolean names,
      List<FieldProblem> warnings) {

    /** One in which names are not said. */
    public RoomView(
        long id,
        String name,
        @Nullable String number,
        String title,
        @Nullable String pin,
        @Nullable String moderatorPin,
        List<String> moderators,
        boolean waitForModerator,
        boolean endWithModerator,
        boolean mutedEntry,
        boolean tones,
        boolean record,
        int participantsMax,
        List<FieldProblem> warnings) {
      this(
          id,
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
          false,
          warnings);
    }
  }
}
