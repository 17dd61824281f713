package org.belfry.media.record;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.belfry.media.file.SoundWriter;
import org.belfry.media.path.Frames;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of a {@link Recorder}: takes blocks off the ring and puts them into the file.
 */
final class RecordingFile {
  /** Half a second at a time; each time the file is left playable. */
  private static final int WORTH_IT = Frames.PER_SECOND / 2;

  private record Ending(Duration duration, Duration lost, SoundBounds.Span sound) {}

  private final RecorderSettings settings;
  private final RecordingTarget target;
  private final BlockRing ring;
  private final Executor writing;
  private final Runnable task = this::run; // once, not for each half second
  private final Consumer<RecorderEvent> events;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final short[] silence;
  private volatile boolean ended;
  private volatile @Nullable String limit;
  private volatile @Nullable Ending ending;

  // Of the writing thread:
  private @Nullable SoundWriter writer;
  private long frames;
  private boolean closed;

  RecordingFile(
      RecorderSettings settings,
      RecordingTarget target,
      BlockRing ring,
      Executor writing,
      Consumer<RecorderEvent> events) {
    this.settings = settings;
    this.target = target;
    this.ring = ring;
    this.writing = writing;
    this.events = events;
    this.silence = new short[Frames.samples(settings.rate()) * settings.channels()];
  }

  /** Whether the file takes no more: it is too large, or failed. */
  boolean ended() {
    return ended;
  }

  void limitReached(String sentence) {
    limit = sentence;
  }

  void finish(Duration duration, Duration lost, SoundBounds.Span sound) {
    ending = new Ending(duration, lost, sound);
    drain();
  }

  void drainWhenWorthIt() {
    if (ring.size() >= WORTH_IT) {
      drain();
    }
  }

  private void drain() {
    if (busy.compareAndSet(false, true)) {
      try {
        writing.execute(task);
      } catch (RejectedExecutionException e) {
        ended = true; // the server is stopping: what is written stays as a part
        busy.set(false);
      }
    }
  }

  private void run() {
    do {
      try {
        write();
      } finally {
        busy.set(false);
      }
      // What was finished while this ran found it busy and left the rest to it.
    } while (ending != null && !closed && busy.compareAndSet(false, true));
  }

  private void write() {
    if (closed) {
      return;
    }
    try {
      Ending end = ending; // before the ring: whatever is in it then, is all
      writeBlocks();
      if (end != null || ended) {
        close(end);
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void writeBlocks() throws IOException {
    SoundWriter to = opened();
    BlockRing.Block block = ring.next();
    while (block != null && !ended) {
      if (block.missing > 0) {
        fillGap(to, block.missing);
      }
      to.write(block.interleaved);
      frames++;
      ring.taken();
      block = ring.next();
      if (to.bytes() >= settings.bytesMax()) {
        limit = "The recording has reached its largest size, " + settings.bytesMax() + " bytes.";
        ended = true;
      }
    }
    to.checkpoint();
  }

  private SoundWriter opened() throws IOException {
    if (writer == null) {
      writer =
          target
              .file()
              .create(settings.rate(), settings.channels(), target.codecs(), target.comments());
    }
    return writer;
  }

  private void fillGap(SoundWriter to, long missing) throws IOException {
    events.accept(new RecorderEvent.SoundLost(time(frames), time(missing)));
    for (long i = 0; i < missing; i++) {
      to.write(silence);
    }
    frames += missing;
  }

  private void close(@Nullable Ending end) throws IOException {
    SoundWriter open = opened();
    closed = true;
    ended = true;
    open.close();
    target.file().publish();
    String why = limit;
    if (why != null) {
      events.accept(new RecorderEvent.LimitReached(why));
    }
    Duration lost = end == null ? Duration.ZERO : end.lost;
    SoundBounds.Span sound =
        end == null ? new SoundBounds.Span(Duration.ZERO, time(frames)) : end.sound;
    events.accept(
        new RecorderEvent.Finished(target.file().path(), time(frames), open.bytes(), lost, sound));
  }

  private void fail(Exception e) {
    boolean hadClosed = closed;
    closed = true;
    ended = true;
    SoundWriter open = writer;
    if (open != null && !hadClosed) {
      try {
        open.close();
      } catch (IOException | RuntimeException again) {
        e.addSuppressed(again);
      }
    }
    events.accept(
        new RecorderEvent.Failed(
            "The recording ended after " + time(frames).toSeconds() + " s: " + words(e),
            target.file().part()));
  }

  private static String words(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (message.toLowerCase(Locale.ROOT).contains("no space left")) {
      return "the disk is full.";
    }
    return switch (e) {
      case FileAlreadyExistsException there -> "there is a file " + there.getFile() + " already.";
      case NoSuchFileException missing -> "the directory of " + missing.getFile() + " is missing.";
      case FileSystemException other -> "the file cannot be written (" + other.getMessage() + ").";
      default -> "it could not be written (" + message + ").";
    };
  }

  private static Duration time(long frames) {
    return Duration.ofMillis(frames * Frames.MS);
  }
}
