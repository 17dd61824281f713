package org.belfry.appliance.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.belfry.pbx.admin.BackupAdmin.SetBackup;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/**
 * Where backups go, when, and how long they are kept.
 *
 * @param since when the place was set
 */
record BackupPlan(
    Place place, Scope scope, LocalTime at, int daily, int weekly, int monthly, Instant since) {
  static final LocalTime USUAL_AT = LocalTime.of(2, 30);
  static final int USUAL_DAILY = 7;
  static final int USUAL_WEEKLY = 4;
  static final int USUAL_MONTHLY = 12;
  private static final int DAILY_MAX = 365;
  private static final int WEEKLY_MAX = 520;
  private static final int MONTHLY_MAX = 120;
  private static final int PORT_MAX = 65_535;

  /** ssh gets it as one word among others, so nothing in it may end a word. */
  private static final String SSH_PATH = "[A-Za-z0-9._/~+-]{1,500}";

  /**
   * @param before for what is left out; or null
   * @throws InvalidCommand naming all fields that cannot be taken
   */
  static BackupPlan of(SetBackup command, @Nullable BackupPlan before, Path data, Instant now) {
    List<FieldProblem> problems = new ArrayList<>();
    Place place =
        command.place() == null
            ? before == null ? null : before.place()
            : checked(command.place(), before == null ? null : before.place(), data, problems);
    if (place == null && problems.isEmpty()) {
      problems.add(new FieldProblem("place.kind", "required"));
    }
    LocalTime at = before == null ? USUAL_AT : before.at();
    try {
      at = command.at() == null ? at : LocalTime.parse(command.at().strip());
    } catch (DateTimeParseException e) {
      problems.add(new FieldProblem("at", "must be a time, such as 02:30"));
    }
    int daily =
        number(
            "daily",
            command.daily(),
            before == null ? USUAL_DAILY : before.daily(),
            1,
            DAILY_MAX,
            problems);
    int weekly =
        number(
            "weekly",
            command.weekly(),
            before == null ? USUAL_WEEKLY : before.weekly(),
            0,
            WEEKLY_MAX,
            problems);
    int monthly =
        number(
            "monthly",
            command.monthly(),
            before == null ? USUAL_MONTHLY : before.monthly(),
            0,
            MONTHLY_MAX,
            problems);
    if (!problems.isEmpty() || place == null) {
      throw new InvalidCommand(problems);
    }
    Scope usual = before == null ? Scope.WHOLE : before.scope();
    Instant since = before == null || !before.place().equals(place) ? now : before.since();
    return new BackupPlan(
        place,
        command.scope() == null ? usual : command.scope(),
        at,
        daily,
        weekly,
        monthly,
        since);
  }

  /**
   * A place to restore from.
   *
   * @throws InvalidCommand naming all fields that cannot be taken
   */
  static Place place(Place place, @Nullable Place before, Path data) {
    List<FieldProblem> problems = new ArrayList<>();
    Place checked = checked(place, before, data, problems);
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return checked;
  }

  /** Of a place on this machine that nobody has named. */
  static Path usualPath(Path data) {
    return data.resolve("backup").resolve("repository");
  }

  private static int number(
      String field,
      @Nullable Integer value,
      int usual,
      int least,
      int most,
      List<FieldProblem> problems) {
    int number = value == null ? usual : value;
    if (number < least || number > most) {
      problems.add(new FieldProblem(field, "must be between " + least + " and " + most));
    }
    return number;
  }

  private static Place checked(
      Place p, @Nullable Place before, Path data, List<FieldProblem> problems) {
    return switch (p.kind()) {
      case LOCAL -> {
        String path = text(p.path()).isEmpty() ? usualPath(data).toString() : text(p.path());
        Path there = Path.of(path).normalize();
        if (!path.startsWith("/") || path.length() > 500 || path.indexOf('\0') >= 0) {
          problems.add(new FieldProblem("place.path", "must be a directory, such as /mnt/backup"));
        } else if (there.startsWith(data) && !there.startsWith(data.resolve("backup"))) {
          problems.add(new FieldProblem("place.path", "must not be in the data directory " + data));
        }
        yield new Place(PlaceKind.LOCAL, path, null, null, null, null, null, null, null);
      }
      case SFTP -> {
        need(text(p.host()).matches("[A-Za-z0-9.:_-]{1,253}"), "host", "a host name", problems);
        need(
            text(p.user()).matches("[A-Za-z0-9._][A-Za-z0-9._-]{0,63}"),
            "user",
            "a user name",
            problems);
        need(text(p.path()).matches(SSH_PATH), "path", "a directory of the server", problems);
        boolean port = p.port() == null || (p.port() > 0 && p.port() <= PORT_MAX);
        need(port, "port", "1 to " + PORT_MAX, problems);
        yield new Place(
            PlaceKind.SFTP,
            text(p.path()),
            text(p.host()),
            p.port(),
            text(p.user()),
            null,
            null,
            null,
            null);
      }
      case S3 -> {
        need(
            text(p.url()).matches("https?://[A-Za-z0-9.:-]{1,253}/[A-Za-z0-9._/-]{3,300}"),
            "url",
            "like https://s3.example.com/bucket/folder",
            problems);
        need(text(p.keyId()).matches("\\S{1,200}"), "keyId", "the access key", problems);
        need(
            text(p.region()).matches("[A-Za-z0-9-]{0,60}"),
            "region",
            "like eu-central-1",
            problems);
        String secret = p.secret();
        if (secret == null && before != null && text(p.keyId()).equals(before.keyId())) {
          secret = before.secret();
        }
        need(text(secret).matches("\\S{1,500}"), "secret", "the secret key", problems);
        yield new Place(
            PlaceKind.S3,
            null,
            null,
            null,
            null,
            text(p.url()).replaceAll("/+$", ""),
            text(p.region()).isEmpty() ? null : text(p.region()),
            text(p.keyId()),
            secret);
      }
    };
  }

  private static void need(boolean good, String field, String what, List<FieldProblem> problems) {
    if (!good) {
      problems.add(new FieldProblem("place." + field, "must be " + what));
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  /** Whether older backups would go with the next one, or less would be in it. */
  boolean keepsLessThan(BackupPlan before) {
    return daily < before.daily
        || weekly < before.weekly
        || monthly < before.monthly
        || (scope == Scope.SETTINGS && before.scope == Scope.WHOLE);
  }

  /** The place as it may be shown. */
  Place shown() {
    return new Place(
        place.kind(),
        place.path(),
        place.host(),
        place.port(),
        place.user(),
        place.url(),
        place.region(),
        place.keyId(),
        null);
  }
}
