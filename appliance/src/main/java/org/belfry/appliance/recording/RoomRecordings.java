package org.belfry.appliance.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where conferences are recorded: they are kept like calls, by the name of their room. */
@Component
public class RoomRecordings {
  private static final Logger LOG = LoggerFactory.getLogger(RoomRecordings.class);

  private final RecordingFiles files;
  private final RecordingArchiver archiver;

  RoomRecordings(RecordingFiles files, RecordingArchiver archiver) {
    this.files = files;
    this.archiver = archiver;
  }

  /**
   * The file of a new recording.
   *
   * @param number of the room; empty for none
   * @return null when nothing can be recorded now; the log says why
   */
  public @Nullable Path begin(String room, String title, String number, Instant began) {
    if (!archiver.hasRoom()) {
      LOG.warn("conference {} is not recorded: the disk is full", room);
      return null;
    }
    try {
      return files.begin(
          new RecordingMetadata(
              "",
              began,
              room,
              title,
              number,
              null,
              null,
              null,
              null,
              Reason.CONFERENCE,
              room,
              false));
    } catch (IOException e) {
      LOG.warn("conference {} is not recorded: {}", room, e.getMessage());
      return null;
    }
  }

  /**
   * A file that is nobody's recording and does not outlive the next start.
   *
   * @return null when nothing can be written
   */
  public @Nullable Path draft() {
    try {
      return files.draft();
    } catch (IOException e) {
      LOG.warn("the name of a participant cannot be recorded: {}", e.getMessage());
      return null;
    }
  }

  /** It is complete, or failed. */
  public void ended(Path file) {
    files.done(file);
    archiver.ring();
  }
}
