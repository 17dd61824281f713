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
  record Waiting(long userId, String name, Path sound, Path slip) {}

  /** Who is told that there is something to file; on the thread of a program. */
  void onDone(Runnable then) {
    whenDone = then;
  }

  Deposit begin(long userId, Sender from) {
    String name = UUID.randomUUID().toString();
    Slip slip = Slip.begun(from);
    try {
      Path in = files.in(userId);
      Path paper = in.resolve(name + Slip.SUFFIX);
      slip.write(paper);
      return new Begun(
          new Waiting(userId, name, in.resolve(name + MailboxFiles.SOUND), paper), slip);
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
        Slip slip = Slip.read(each.slip());
        if (slip != null && slip.done()) {
          all.add(each);
        }
      }
    }
    return all;
  }

  private List<Waiting> in(long user) throws IOException {
    List<Waiting> all = new ArrayList<>();
    try (DirectoryStream<Path> slips =
        Files.newDirectoryStream(files.in(user), "*" + Slip.SUFFIX)) {
      for (Path slip : slips) {
        String file = slip.getFileName().toString();
        String name = file.substring(0, file.length() - Slip.SUFFIX.length());
        all.add(new Waiting(user, name, slip.resolveSibling(name + MailboxFiles.SOUND), slip));
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
        Slip slip = Slip.read(each.slip());
        if (!Files.exists(each.sound())) {
          Files.delete(each.slip());
        } else if (slip == null) {
          unknown(each.sound()).write(each.slip());
        } else if (!slip.done()) {
          LOG.warn("voicemail of user {}: a message that was cut off is taken in", user);
          slip.done(0, 0).write(each.slip());
        }
      }
    }
  }

  private static void adoptWithoutSlips(Path in) throws IOException {
    try (DirectoryStream<Path> sounds = Files.newDirectoryStream(in, "*" + MailboxFiles.SOUND)) {
      for (Path sound : sounds) {
        String file = sound.getFileName().toString();
        Path slip =
            sound.resolveSibling(
                file.substring(0, file.length() - MailboxFiles.SOUND.length()) + Slip.SUFFIX);
        if (!Files.exists(slip)) {
          LOG.warn("{} is taken in as a message of nobody known", sound);
          unknown(sound).write(slip);
        }
      }
    }
  }

  private static Slip unknown(Path sound) throws IOException {
    Instant at = Files.getLastModifiedTime(sound).toInstant();
    return new Slip("", null, null, at, null, 0, 0, true);
  }

  private final class Begun implements Deposit {
    private final Waiting waiting;
    private final Path sound;
    private final Path paper;
    private final Slip slip;

    Begun(Waiting waiting, Slip slip) {
      this.waiting = waiting;
      this.sound = waiting.sound();
      this.paper = waiting.slip();
      this.slip = slip;
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
        slip.done(recorded.from().toMillis(), recorded.to().toMillis()).write(paper);
        done.add(waiting);
        whenDone.run();
      } catch (IOException e) {
        // The first slip is still there: it is taken in at the next start.
        LOG.error(
            "call={} the message waits for the next start: {}", slip.callId(), e.getMessage());
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
