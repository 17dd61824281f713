package org.belfry.appliance.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.pbx.admin.BackupAdmin.SnapshotView;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar belfry.jar restore …}: restores without a running Belfry, or beside one. What it
 * has laid out takes its place at the next start.
 */
public final class RestoreCommand {
  private static final Pattern SFTP =
      Pattern.compile("(?:sftp:)?([^@/]+)@([^:/]+)(?::([0-9]{1,5}))?:(/.*)");
  private static final String USAGE =
      """
      restore --data DIR [--from PLACE] [--snapshot ID] [--list]
        PLACE  a directory (/mnt/disk/belfry), user@host:/path or user@host:port:/path (SFTP),
               or https://s3.example.com/bucket/folder (S3: AWS_ACCESS_KEY_ID,
               AWS_SECRET_ACCESS_KEY and AWS_DEFAULT_REGION in the environment)
        The passphrase is read from BELFRY_BACKUP_PASSPHRASE, else from standard input when there
        is none in the data directory.
      """;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param environment of the process
   */
  public RestoreCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
  }

  /**
   * @return exit code: 0 when it is done, 1 when it cannot be, 2 when it was asked wrongly
   */
  public int run(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      if (option.equals("--list")) {
        options.put(option, "");
      } else if (List.of("--data", "--from", "--snapshot").contains(option)
          && i + 1 < arguments.size()) {
        options.put(option, arguments.get(++i));
      } else {
        err.print(USAGE);
        return 2;
      }
    }
    Path data = Path.of(options.getOrDefault("--data", ".belfry")).toAbsolutePath().normalize();
    try {
      Files.createDirectories(data);
      Path work = Files.createDirectories(data.resolve("backup"));
      Place place = place(options.get("--from"), data);
      Path kept = data.resolve(Passphrase.NAME);
      String given = passphrase(Files.exists(kept));
      Path file = given == null ? kept : Restorer.passphraseFile(work, given);
      try {
        act(data, new Restic(place, work, file), options);
        return 0;
      } finally {
        if (given != null) {
          Files.deleteIfExists(file);
        }
      }
    } catch (BackupProblem e) {
      return refuse(e.sentence());
    } catch (InvalidCommand e) {
      return refuse("the place " + e.problems().getFirst().message());
    } catch (IOException e) {
      return refuse("the data directory " + data + " cannot be used: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refuse("it was interrupted");
    }
  }

  private int refuse(String sentence) {
    err.println("Nothing was restored: " + sentence + ".");
    return 1;
  }

  private void act(Path data, Restic restic, Map<String, String> options)
      throws BackupProblem, InterruptedException {
    if (options.containsKey("--list")) {
      for (SnapshotView each : restic.snapshots()) {
        out.println(
            each.id().substring(0, 8)
                + "  "
                + each.madeAt()
                + "  "
                + each.scope()
                + "  "
                + each.host());
      }
      return;
    }
    Restorer restorer = new Restorer(data, restic);
    Unpacking unpacking = restorer.look(options.getOrDefault("--snapshot", "latest"));
    out.println("Restoring the backup of " + unpacking.manifest().madeAt() + " …");
    String done = restorer.restore(unpacking, Instant.now());
    out.println("Restored and proven: " + done + ".");
    out.println("It takes the place of what is here when Belfry starts next.");
  }

  private @Nullable String passphrase(boolean kept) throws IOException, BackupProblem {
    String given = environment.get("BELFRY_BACKUP_PASSPHRASE");
    if (given == null && !kept) {
      out.println("The passphrase of the backups:");
      given =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (given == null || given.isBlank()) {
        throw new BackupProblem("the passphrase is needed");
      }
    }
    return given == null ? null : given.strip();
  }

  private Place place(@Nullable String from, Path data) {
    String text = from == null ? "" : from.strip();
    Matcher sftp = SFTP.matcher(text);
    Place place;
    if (text.startsWith("http://") || text.startsWith("https://")) {
      place =
          new Place(
              PlaceKind.S3,
              null,
              null,
              null,
              null,
              text,
              environment.get("AWS_DEFAULT_REGION"),
              environment.get("AWS_ACCESS_KEY_ID"),
              environment.get("AWS_SECRET_ACCESS_KEY"));
    } else if (sftp.matches()) {
      Integer port = sftp.group(3) == null ? null : Integer.valueOf(sftp.group(3));
      place =
          new Place(
              PlaceKind.SFTP,
              sftp.group(4),
              sftp.group(2),
              port,
              sftp.group(1),
              null,
              null,
              null,
              null);
    } else {
      place =
          new Place(
              PlaceKind.LOCAL,
              text.isEmpty() ? null : text,
              null,
              null,
              null,
              null,
              null,
              null,
              null);
    }
    return BackupPlan.place(place, null, data);
  }
}
