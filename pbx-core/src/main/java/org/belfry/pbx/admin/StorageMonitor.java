package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What takes the disk of the appliance. */
public interface StorageMonitor {

  /** Measured within the last five minutes; the first answer after that takes some seconds. */
  StorageView storage();

  /** What the data directory has. */
  enum Part {
    DATABASE,
    VOICEMAIL,
    RECORDINGS,
    /** Announcements among them. */
    PROMPTS,
    MUSIC,
    /** Local backups, and the state of before a restore. */
    BACKUPS,
    LOGS,
    /** An update that waits for its installation. */
    UPDATES,
    OTHER
  }

  /**
   * Sizes are in bytes.
   *
   * @param complete false when the data directory has more files than are counted
   * @param total of the disk that the data directory is on
   * @param free for Belfry
   * @param parts the largest first
   * @param people with messages or recordings, the largest first, 100 at most; empty while the
   *     database is away
   */
  record StorageView(
      Instant measuredAt,
      boolean complete,
      long total,
      long free,
      List<PartView> parts,
      List<PersonView> people) {}

  /**
   * @param setting the property that says how long it is kept; null for none
   */
  record PartView(Part part, long bytes, long files, @Nullable String setting) {}

  /**
   * @param recordingBytes of calls that the user answered, or made when no user answered
   */
  record PersonView(
      String extension,
      String name,
      long messages,
      long messageBytes,
      long recordings,
      long recordingBytes) {}
}
