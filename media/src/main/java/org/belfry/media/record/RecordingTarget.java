package org.belfry.media.record;

import java.util.List;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.PartFile;

/**
 * Into what is recorded.
 *
 * @param file its final name and format
 * @param codecs with Opus, for an Ogg/Opus file
 * @param comments kept in an Ogg/Opus file, such as {@code DATE=2026-11-21}
 */
public record RecordingTarget(PartFile file, Codecs codecs, List<String> comments) {
  public RecordingTarget {
    comments = List.copyOf(comments);
  }
}
