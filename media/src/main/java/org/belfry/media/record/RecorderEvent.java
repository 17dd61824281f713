package org.belfry.media.record;

import java.nio.file.Path;
import java.time.Duration;

/** What a {@link Recorder} tells, on its writing thread. */
public sealed interface RecorderEvent {

  /**
   * The disk was late, and sound was lost; silence of its length stands in its place.
   *
   * @param at where in the recording it begins
   */
  record SoundLost(Duration at, Duration length) implements RecorderEvent {}

  /**
   * The recording has ended by itself, and {@link Finished} follows.
   *
   * @param sentence why
   */
  record LimitReached(String sentence) implements RecorderEvent {}

  /**
   * Nothing more is recorded; the call goes on.
   *
   * @param sentence why
   * @param part what there is up to then, if the file could be made at all
   */
  record Failed(String sentence, Path part) implements RecorderEvent {}

  /**
   * The file is complete, under its final name.
   *
   * @param lost how much of it is silence in the place of sound that was lost
   * @param sound where there is sound in it, for who cuts off silence at the ends
   */
  record Finished(Path path, Duration duration, long bytes, Duration lost, SoundBounds.Span sound)
      implements RecorderEvent {}
}
