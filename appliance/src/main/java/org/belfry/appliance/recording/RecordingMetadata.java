package org.belfry.appliance.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The slip of paper that lies beside a recording until its row is there.
 *
 * @param callerUser id of our user who called, or null; {@code answeredUser} of who answered
 * @param of whose rule it was made by; empty for none
 * @param cut whether the server ended in the middle of it
 */
record RecordingMetadata(
    String callId,
    Instant startedAt,
    String caller,
    @Nullable String callerName,
    String callee,
    @Nullable String calleeName,
    @Nullable String answeredBy,
    @Nullable Long callerUser,
    @Nullable Long answeredUser,
    Reason reason,
    String of,
    boolean cut) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Of a recording that nothing is known of any more.
   *
   * @param cut whether the server ended in the middle of it
   */
  static RecordingMetadata unknown(Instant at, boolean cut) {
    return new RecordingMetadata(
        "", at, "", null, "", null, null, null, null, Reason.DEMAND, "", cut);
  }

  RecordingMetadata cutShort() {
    return new RecordingMetadata(
        callId,
        startedAt,
        caller,
        callerName,
        callee,
        calleeName,
        answeredBy,
        callerUser,
        answeredUser,
        reason,
        of,
        true);
  }

  /** All of it or nothing, and on the disk when this returns. */
  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(this));
    try (FileChannel open = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      open.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Null when it cannot be understood. */
  static @Nullable RecordingMetadata read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), RecordingMetadata.class);
    } catch (JacksonException e) {
      return null;
    }
  }
}
