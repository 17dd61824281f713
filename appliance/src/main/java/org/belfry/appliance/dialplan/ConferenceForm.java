package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.ConferenceAdmin.SaveRoom;
import org.belfry.pbx.app.conference.ConferenceRoom;
import org.jspecify.annotations.Nullable;

/** Conference rooms: from the command to what is stored, and on to what the call path knows. */
final class ConferenceForm {
  private static final Pattern PIN = Pattern.compile("[0-9]{4,12}");
  private static final int MODERATORS_MAX = 50;
  private static final int TITLE_MAX = 64;

  /** Participants of a room whose limit nobody has set. */
  static final int USUAL = 50;

  private ConferenceForm() {}

  /** A title made of a name that may be longer than a title. */
  static String title(String name) {
    return name.length() <= TITLE_MAX ? name : name.substring(0, TITLE_MAX);
  }

  static SaveRoom checked(SaveRoom c) {
    Fields fields = new Fields();
    String name = fields.number("name", c.name());
    String pin = pin(fields, "pin", c.pin());
    String moderatorPin = pin(fields, "moderatorPin", c.moderatorPin());
    if (pin != null && pin.equals(moderatorPin)) {
      fields.problem("moderatorPin", "must differ from the participant PIN");
    }
    List<String> moderators =
        fields.distinct("moderators", c.moderators(), MODERATORS_MAX, fields::number);
    boolean waits = CallForm.or(c.waitForModerator(), false);
    if (waits && moderatorPin == null && moderators.isEmpty()) {
      fields.problem("waitForModerator", "set a moderator PIN or add moderators");
    }
    String title = fields.optional("title", c.title(), TITLE_MAX);
    String number = CallForm.orNull(c.number());
    SaveRoom good =
        new SaveRoom(
            name,
            number == null ? null : fields.number("number", number),
            title == null ? name : title,
            pin,
            moderatorPin,
            moderators,
            waits,
            CallForm.or(c.endWithModerator(), false),
            CallForm.or(c.mutedEntry(), false),
            CallForm.or(c.tones(), true),
            CallForm.or(c.record(), false),
            fields.range(
                "participantsMax", c.participantsMax(), USUAL, 2, ConferenceRoom.PARTICIPANTS_MAX),
            CallForm.or(c.names(), false));
    fields.refuse();
    return good;
  }

  private static @Nullable String pin(Fields fields, String field, @Nullable String value) {
    return value == null || value.isBlank()
        ? null
        : fields.matching(field, value, PIN, "must have 4 to 12 digits");
  }

  static ConferenceRoom room(SaveRoom r) {
    return new ConferenceRoom(
        r.name(),
        r.number(),
        CallForm.or(r.title(), r.name()),
        r.pin(),
        r.moderatorPin(),
        Set.copyOf(Fields.orEmpty(r.moderators())),
        Boolean.TRUE.equals(r.waitForModerator()),
        Boolean.TRUE.equals(r.endWithModerator()),
        Boolean.TRUE.equals(r.mutedEntry()),
        Boolean.TRUE.equals(r.tones()),
        Boolean.TRUE.equals(r.record()),
        Objects.requireNonNull(r.participantsMax()),
        Boolean.TRUE.equals(r.names()));
  }
}
