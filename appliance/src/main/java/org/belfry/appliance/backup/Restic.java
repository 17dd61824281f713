package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.belfry.pbx.admin.BackupAdmin.SnapshotView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Debian's restic, working on the backups of one place. Every backup has the tag {@code belfry},
 * and {@code whole} or {@code settings}; what others keep at the place is not touched.
 */
final class Restic {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TAG = "belfry";
  private static final Duration SHORT = Duration.ofMinutes(3);
  private static final Duration LONG = Duration.ofHours(6);
  private static final String NO_SESSION = "unable to start the sftp session";

  private final Path program;
  private final Path home;
  private final Path passphrase;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private List<String> ssh = List.of(); // how the server is reached, for SFTP

  /**
   * @param home a directory of ours for its cache and our SSH key
   * @param passphrase the file that has it
   * @throws BackupProblem when restic is not installed
   */
  Restic(Place place, Path home, Path passphrase) throws BackupProblem {
    Path found = Tool.find("restic");
    if (found == null) {
      throw new BackupProblem("restic is not installed; install Debian's package restic");
    }
    this.program = found;
    this.home = home;
    this.passphrase = passphrase;
    // Lines of progress, sixty a second, are nothing to us.
    environment.put("RESTIC_PROGRESS_FPS", "0.01");
    environment.put("HOME", home.toString());
    switch (place.kind()) {
      case LOCAL -> {
        options.addAll(List.of("--repo", text(place.path()), "--no-cache"));
      }
      case SFTP -> {
        String at = text(place.user()) + "@" + text(place.host());
        options.addAll(List.of("--repo", "sftp:" + at + ":" + text(place.path())));
        String command = SshKey.command(home, place);
        options.addAll(List.of("--option", "sftp.command=" + command));
        ssh = List.of(command.split(" "));
        cached();
      }
      case S3 -> {
        options.addAll(List.of("--repo", "s3:" + text(place.url())));
        environment.put("AWS_ACCESS_KEY_ID", text(place.keyId()));
        environment.put("AWS_SECRET_ACCESS_KEY", text(place.secret()));
        if (place.region() != null) {
          environment.put("AWS_DEFAULT_REGION", place.region());
        }
        cached();
      }
    }
    options.addAll(List.of("--password-file", passphrase.toString()));
  }

  private void cached() {
    options.addAll(List.of("--cache-dir", home.resolve("cache").toString(), "--cleanup-cache"));
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  /** Where the passphrase is. */
  Path passphrase() {
    return passphrase;
  }

  /**
   * Begins backups at the place; those that are there already go on.
   *
   * @throws BackupProblem also when they have another passphrase
   */
  void open() throws BackupProblem, InterruptedException {
    Tool.Outcome there = run(SHORT, null, "cat", "config");
    if (there.code() == 0) {
      return;
    }
    String sentence = ResticComplaint.sentence(there.err());
    if (!sentence.equals(ResticComplaint.NOTHING_THERE)) {
      throw new BackupProblem(sentence);
    }
    good(run(SHORT, null, "init"));
  }

  /** A lock that a killed restic has left must not be in the way for ever. */
  void unlock() throws BackupProblem, InterruptedException {
    good(run(SHORT, null, "unlock"));
  }

  /**
   * Backs up what is in a directory.
   *
   * @return the id of the backup
   */
  String backup(Path directory, Scope scope) throws BackupProblem, InterruptedException {
    Tool.Outcome done =
        good(
            run(
                LONG,
                directory,
                "backup",
                "--json",
                // Hard links to unchanged files have a new time of change each night.
                "--ignore-ctime",
                "--tag",
                TAG + "," + word(scope),
                "."));
    for (String line : done.text().lines().toList()) {
      JsonNode said = json(line);
      if (said.path("message_type").asString("").equals("summary")) {
        return said.path("snapshot_id").asString();
      }
    }
    throw new BackupProblem("restic did not say what it made");
  }

  /** The newest first. */
  List<SnapshotView> snapshots() throws BackupProblem, InterruptedException {
    List<SnapshotView> found = new ArrayList<>();
    String said = good(run(SHORT, null, "snapshots", "--json", "--tag", TAG)).text();
    for (JsonNode each : json(said)) {
      boolean settings =
          each.path("tags").valueStream().anyMatch(t -> t.asString().equals(word(Scope.SETTINGS)));
      Instant at = OffsetDateTime.parse(each.path("time").asString()).toInstant();
      found.add(
          new SnapshotView(
              each.path("id").asString(),
              at,
              settings ? Scope.SETTINGS : Scope.WHOLE,
              each.path("hostname").asString()));
    }
    found.sort(Comparator.comparing(SnapshotView::madeAt).reversed());
    return found;
  }

  /** Deletes what need not be kept any more, of backups of this scope. */
  void forget(Scope scope, int daily, int weekly, int monthly)
      throws BackupProblem, InterruptedException {
    good(
        run(
            LONG,
            null,
            "forget",
            "--tag",
            TAG + "," + word(scope),
            "--group-by",
            "tags",
            "--keep-last",
            "1",
            "--keep-daily",
            Integer.toString(daily),
            "--keep-weekly",
            Integer.toString(weekly),
            "--keep-monthly",
            Integer.toString(monthly),
            "--prune"));
  }

  /** Whether everything is there that the index names. */
  void check() throws BackupProblem, InterruptedException {
    good(run(LONG, null, "check"));
  }

  /** One file of a backup. */
  byte[] file(String snapshot, String path) throws BackupProblem, InterruptedException {
    return good(run(SHORT, null, "dump", snapshot, path)).out();
  }

  /**
   * Writes what is in a backup into a directory.
   *
   * @param only these paths, or all when it is empty
   */
  void restore(String snapshot, Path into, List<String> only)
      throws BackupProblem, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("restore", snapshot, "--target", into.toString()));
    only.forEach(each -> command.addAll(List.of("--include", each)));
    Tool.Outcome done = run(LONG, null, command.toArray(String[]::new));
    if (done.code() != 0 && done.err().toLowerCase(Locale.ROOT).contains("no space")) {
      throw new BackupProblem("the disk of this machine is full");
    }
    good(done);
  }

  private Tool.Outcome run(Duration limit, @Nullable Path directory, String... words)
      throws BackupProblem, InterruptedException {
    try {
      Files.createDirectories(home.resolve("cache"));
    } catch (IOException e) {
      throw new BackupProblem("the directory " + home + " cannot be used", e);
    }
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(options);
    command.addAll(List.of(words));
    Tool tool = new Tool(command, environment, limit);
    Tool.Outcome outcome = (directory == null ? tool : tool.within(directory)).run();
    return outcome.code() != 0 && outcome.err().contains(NO_SESSION) ? explained(outcome) : outcome;
  }

  /** Restic may end before it has passed on what ssh said, so ssh is asked once more. */
  private Tool.Outcome explained(Tool.Outcome outcome) throws BackupProblem, InterruptedException {
    String why = new Tool(ssh, environment, SHORT).run().err();
    return new Tool.Outcome(outcome.code(), outcome.out(), (why + "\n" + outcome.err()).strip());
  }

  private static Tool.Outcome good(Tool.Outcome outcome) throws BackupProblem {
    if (outcome.code() != 0) {
      throw new BackupProblem(ResticComplaint.sentence(outcome.err()));
    }
    return outcome;
  }

  private static JsonNode json(String text) throws BackupProblem {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new BackupProblem("restic said something that cannot be read", e);
    }
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
