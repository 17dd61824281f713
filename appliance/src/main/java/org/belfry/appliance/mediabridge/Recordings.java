package org.belfry.appliance.mediabridge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.record.Recorder;
import org.belfry.media.record.RecorderEvent;
import org.belfry.media.record.RecorderSettings;
import org.belfry.media.record.RecordingTarget;
import org.belfry.pbx.app.Recorded;

/** Makes recorders. Files are written by threads that may wait for the disk. */
final class Recordings {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Codecs codecs;
  private final Executor writing;

  Recordings(Codecs codecs, Executor writing) {
    this.codecs = codecs;
    this.writing = writing;
  }

  Duration longest() {
    return LONGEST;
  }

  /**
   * Begins a recording of one channel.
   *
   * @param by is given the recorder
   * @param then is given how it ended, exactly once
   */
  void begin(
      Path file, int rate, Duration lengthMax, Consumer<Recorder> by, Consumer<Recorded> then) {
    Recorder recorder;
    try {
      recorder = recorder(file, rate, 1, lengthMax, then);
    } catch (IllegalArgumentException e) {
      then.accept(new Recorded.Failed(String.valueOf(e.getMessage())));
      return;
    }
    by.accept(recorder);
  }

  /**
   * A recorder that has not begun yet.
   *
   * @param channels 1, or 2 for a channel per leg
   * @throws IllegalArgumentException when the file's name has another end than those of recordings
   */
  Recorder recorder(
      Path file, int rate, int channels, Duration lengthMax, Consumer<Recorded> then) {
    return new Recorder(
        RecorderSettings.of(rate, channels)
            .withLengthMax(lengthMax.compareTo(LONGEST) > 0 ? LONGEST : lengthMax),
        new RecordingTarget(PartFile.of(file, format(file)), codecs, List.of()),
        writing,
        event -> told(event, then));
  }

  private static RecordingFormat format(Path file) {
    return file.toString().endsWith(RecordingFormat.OGG_OPUS.suffix())
        ? RecordingFormat.OGG_OPUS
        : RecordingFormat.WAV;
  }

  private static void told(RecorderEvent event, Consumer<Recorded> then) {
    switch (event) {
      case RecorderEvent.Finished e ->
          then.accept(
              new Recorded.Kept(
                  e.path(), e.duration(), e.sound().from(), e.sound().to(), Recorded.End.LENGTH));
      case RecorderEvent.Failed e -> then.accept(new Recorded.Failed(e.sentence()));
      case RecorderEvent.SoundLost e -> {} // silence stands in its place
      case RecorderEvent.LimitReached e -> {} // it is finished next
    }
  }
}
