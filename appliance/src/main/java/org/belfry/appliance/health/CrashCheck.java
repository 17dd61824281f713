package org.belfry.appliance.health;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Java runtime crashed of late. A supervisor starts it again within seconds, so that
 * calls which were lost are all that anybody notices; what it leaves behind is a file of its own in
 * its working directory.
 */
final class CrashCheck {
  private static final String FILES = "hs_err_pid*.log";
  private static final Duration LATELY = Duration.ofDays(7);

  private CrashCheck() {}

  /**
   * @param directory where the program works
   */
  static CheckView look(Path directory, Instant now, ZoneId zone) {
    Path newest = null;
    Instant latest = now.minus(LATELY);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, FILES)) {
      for (Path file : files) {
        Instant at = Files.getLastModifiedTime(file).toInstant();
        if (at.isAfter(latest)) {
          newest = file;
          latest = at;
        }
      }
    } catch (IOException e) {
      return Finding.ok("program", "crash_unknown", "crashes could not be checked");
    }
    return judge(newest, latest, zone);
  }

  private static CheckView judge(@Nullable Path file, Instant at, ZoneId zone) {
    if (file == null) {
      return Finding.ok("program", "crash_none", "no crashes in the last week");
    }
    String when =
        LocalDateTime.ofInstant(at, zone)
            .truncatedTo(ChronoUnit.MINUTES)
            .toString()
            .replace('T', ' ');
    return Finding.warning(
        "program",
        "crashed",
        "Belfry crashed " + when + " and was restarted",
        "keep " + file + " for support; this warning ends when the file is deleted or a week old",
        when,
        file.toString());
  }
}
