package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.voicemail.Deposit;
import org.belfry.pbx.app.voicemail.Mailbox.Unavailable;
import org.belfry.pbx.app.voicemail.Sender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Recordings that are on their way into a mailbox. Nothing here needs the database: a message is
 * safe when its file and its slip are on the disk.
 */
@Component
class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final MailboxFiles files;
  private final Queue<Waiting> done = new ConcurrentLinkedQueue<>();
  private volatile Runnable whenDone = () -> {};

  Intake(MailboxFiles files) {
    this.files = files;
  }

  /** Something lies there to be filed. */
  record Waiting(long userId, String name, Path sound, Path envelope) {}

  /** Who is told that there is something to file; on the thread of a program. */
  void onDone(Runnable then) {
    whenDone = then;
  }

  Deposit begin(long userId, Sender from) {
    String name = UUID.randomUUID().toString();
    MessageEnvelope envelope = MessageEnvelope.begun(from);
    try {
      Path in = files.in(userId);
      Path paper = in.resolve(name + MessageEnvelope.SUFFIX);
      envelope.write(paper);
      return new Begun(
          new Waiting(userId, name, in.resolve(name + MailboxFiles.SOUND), paper), envelope);
    } catch (IOException e) {
      throw new Unavailable("A message cannot be written: " + e.getMessage(), e);
    }
  }

  /** What callers were done with since this was asked last. Looks at no disk. */
  List<Waiting> done() {
    List<Waiting> all = new ArrayList<>();
    for (Waiting each = done.poll(); each != null; each = done.poll()) {
      all.add(each);
    }
    return all;
  }

  /** All that callers are done with, as it lies on the disk. */
  List<Waiting> lying() throws IOException {
    done.clear(); // it lies there as well
    List<Waiting> all = new ArrayList<>();
    for (long user : files.users().toList()) {
      for (Waiting each : in(user)) {
        MessageEnvelope envelope = MessageEnvelope.read(each.envelope());
        if (envelope != null && envelope.done()) {
          all.add(each);
        }
      }
    }
    return all;
  }

  private List<Waiting> in(long user) throws IOException {
    List<Waiting> all = new ArrayList<>();
    try (DirectoryStream<Path> slips =
        Files.newDirectoryStream(files.in(user), "*" + MessageEnvelope.SUFFIX)) {
      for (Path envelope : slips) {
        String file = envelope.getFileName().toString();
        String name = file.substring(0, file.length() - MessageEnvelope.SUFFIX.length());
        all.add(
            new Waiting(user, name, envelope.resolveSibling(name + MailboxFiles.SOUND), envelope));
      }
    }
    return all;
  }

  /**
   * Takes in what a process that was killed has left: recordings are completed, and everything that
   * has sound is done. Before any call comes.
   */
  void recover() throws IOException {
    for (long user : files.users().toList()) {
      Path in = files.in(user);
      PartFile.Recovery recovery = PartFile.recover(in);
      recovery.problems().forEach(p -> LOG.warn("voicemail of user {}: {}", user, p));
      adoptWithoutSlips(in);
      for (Waiting each : in(user)) {
        MessageEnvelope envelope = MessageEnvelope.read(each.envelope());
        if (!Files.exists(each.sound())) {
          Files.delete(each.envelope());
        } else if (envelope == null) {
          unknown(each.sound()).write(each.envelope());
        } else if (!envelope.done()) {
          LOG.warn("voicemail of user {}: a message that was cut off is taken in", user);
          envelope.done(0, 0).write(each.envelope());
        }
      }
    }
  }

  private static void adoptWithoutSlips(Path in) throws IOException {
    try (DirectoryStream<Path> sounds = Files.newDirectoryStream(in, "*" + MailboxFiles.SOUND)) {
      for (Path sound : sounds) {
        String file = sound.getFileName().toString();
        Path envelope =
            sound.resolveSibling(
                file.substring(0, file.length() - MailboxFiles.SOUND.length())
                    + MessageEnvelope.SUFFIX);
        if (!Files.exists(envelope)) {
          LOG.warn("{} is taken in as a message of nobody known", sound);
          unknown(sound).write(envelope);
        }
      }
    }
  }

  private static MessageEnvelope unknown(Path sound) throws IOException {
    Instant at = Files.getLastModifiedTime(sound).toInstant();
    return new MessageEnvelope("", null, null, at, null, 0, 0, true);
  }

  private final class Begun implements Deposit {
    private final Waiting waiting;
    private final Path sound;
    private final Path paper;
    private final MessageEnvelope envelope;

    Begun(Waiting waiting, MessageEnvelope envelope) {
      this.waiting = waiting;
      this.sound = waiting.sound();
      this.paper = waiting.envelope();
      this.envelope = envelope;
    }

    @Override
    public Path file() {
      return sound;
    }

    @Override
    public void again() {
      delete(sound);
      delete(PartFile.of(sound, RecordingFormat.WAV).part());
    }

    @Override
    public void keep(Recorded.Kept recorded) {
      try {
        envelope.done(recorded.from().toMillis(), recorded.to().toMillis()).write(paper);
        done.add(waiting);
        whenDone.run();
      } catch (IOException e) {
        // The first slip is still there: it is taken in at the next start.
        LOG.error(
            "call={} the message waits for the next start: {}", envelope.callId(), e.getMessage());
      }
    }

    @Override
    public void cutOff() {
      if (!Files.exists(sound) && !Files.exists(PartFile.of(sound, RecordingFormat.WAV).part())) {
        delete(paper);
      }
    }

    @Override
    public void discard() {
      again();
      delete(paper);
    }

    private static void delete(Path file) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
