package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.belfry.pbx.app.voicemail.Sender;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands beside a recording in the intake.
 *
 * @param fromMillis where sound begins in it
 * @param toMillis where sound ends; 0 for its end
 * @param done whether the caller is done with it; what is not is taken at the next start only
 */
record MessageEnvelope(
    String callId,
    @Nullable String number,
    @Nullable String name,
    Instant at,
    @Nullable String forwardedBy,
    long fromMillis,
    long toMillis,
    boolean done) {
  static final String SUFFIX = ".slip";
  private static final JsonMapper JSON = new JsonMapper();

  static MessageEnvelope begun(Sender from) {
    return new MessageEnvelope(
        from.callId(), from.number(), from.name(), from.at(), from.forwardedBy(), 0, 0, false);
  }

  MessageEnvelope done(long from, long to) {
    return new MessageEnvelope(callId, number, name, at, forwardedBy, from, to, true);
  }

  Sender sender() {
    return new Sender(callId, number, name, at, forwardedBy);
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
  static @Nullable MessageEnvelope read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), MessageEnvelope.class);
    } catch (JacksonException e) {
      return null;
    }
  }
}
