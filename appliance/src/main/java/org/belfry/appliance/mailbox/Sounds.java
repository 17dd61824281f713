package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.SoundCopy;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SoundReader;
import org.belfry.media.file.SoundWriter;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.session.MediaSessions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Copies sound: parts of it, one after the other, into another format. What it makes is whole. */
@Component
class Sounds {
  private static final int WIDE = 16_000;

  /** What is kept of the silence before and after. */
  private static final Duration MARGIN = Duration.ofMillis(200);

  private final SoundLibraries libraries;
  private final SoundFile files;

  @Autowired
  Sounds(MediaSessions media) {
    this(media.sound());
  }

  Sounds(SoundLibraries libraries) {
    this.libraries = libraries;
    this.files = new SoundFile(libraries.codecs());
  }

  /**
   * Copies what lies between two moments, and a little more at each end.
   *
   * @param toMillis 0 for the end
   * @return how long it is
   */
  Duration cut(Path from, Path to, long fromMillis, long toMillis) throws IOException {
    int rate = rate(from);
    try (SoundReader reader = files.open(from, rate)) {
      long first = Math.max(0, fromMillis - MARGIN.toMillis()) * rate / 1000;
      long last = toMillis == 0 ? Long.MAX_VALUE : (toMillis + MARGIN.toMillis()) * rate / 1000;
      return write(
          to, RecordingFormat.WAV, rate, writer -> SoundCopy.copy(reader, writer, first, last));
    }
  }

  /** One after the other. */
  Duration join(List<Path> parts, Path to) throws IOException {
    int rate = rate(parts.getLast());
    return write(
        to,
        RecordingFormat.WAV,
        rate,
        writer -> {
          long samples = 0;
          for (Path each : parts) {
            try (SoundReader reader = files.open(each, rate)) {
              samples += SoundCopy.copy(reader, writer, 0, Long.MAX_VALUE);
            }
          }
          return samples;
        });
  }

  /** The same as Opus. */
  void opus(Path from, Path to) throws IOException {
    int rate = rate(from);
    try (SoundReader reader = files.open(from, rate)) {
      write(
          to,
          RecordingFormat.OGG_OPUS,
          rate,
          writer -> SoundCopy.copy(reader, writer, 0, Long.MAX_VALUE));
    }
  }

  /**
   * Any sound file as a WAV file of ours.
   *
   * @throws IOException when it is none, or too long; a sentence
   */
  void take(byte[] sound, Path to, int secondsMax) throws IOException {
    short[] pcm = files.load(sound, WIDE, secondsMax);
    write(
        to,
        RecordingFormat.WAV,
        WIDE,
        writer -> {
          short[] frame = new short[WIDE / 50];
          for (int at = 0; at < pcm.length; at += frame.length) {
            int length = Math.min(frame.length, pcm.length - at);
            System.arraycopy(pcm, at, frame, 0, length);
            Arrays.fill(frame, length, frame.length, (short) 0);
            writer.write(frame);
          }
          return pcm.length;
        });
  }

  /** How long a file sounds. */
  Duration length(Path file) throws IOException {
    try (SoundReader reader = files.open(file, WIDE)) {
      return Duration.ofMillis(Math.max(0, reader.samples()) * 1000 / WIDE);
    }
  }

  /** Ours are of 8 or 16 kHz; others are read at 16. */
  private int rate(Path file) throws IOException {
    byte[] head = new byte[64];
    try (var in = Files.newInputStream(file)) {
      int read = in.readNBytes(head, 0, head.length);
      if (read == head.length && head[8] == 'W' && head[60] == 0x40 && head[61] == 0x1f) {
        return WIDE / 2;
      }
    }
    return WIDE;
  }

  @FunctionalInterface
  private interface Filling {
    long fill(SoundWriter writer) throws IOException;
  }

  private Duration write(Path to, RecordingFormat format, int rate, Filling filling)
      throws IOException {
    Files.deleteIfExists(to);
    PartFile file = PartFile.of(to, format);
    Files.deleteIfExists(file.part());
    long samples;
    try (SoundWriter writer = file.create(rate, 1, libraries.codecs(), List.of())) {
      samples = filling.fill(writer);
    }
    file.publish();
    return Duration.ofMillis(samples * 1000 / rate);
  }
}
