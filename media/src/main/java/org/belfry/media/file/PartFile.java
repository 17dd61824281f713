package org.belfry.media.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;

/**
 * A recording that is being made, under a name of its own: {@code 17.part.wav} becomes {@code
 * 17.wav} when it is complete. So whoever sees {@code 17.wav} sees all of it.
 *
 * <p>The rule: (1) the file is closed with its final lengths and forced onto the disk, (2) it is
 * renamed, atomically, (3) the directory is forced. A kill of the process loses what came after the
 * last checkpoint, one second at most; a power cut may lose what the system had not written yet.
 * What is left under the part's name plays as it is; {@link #recover} completes it.
 */
public final class PartFile {
  private static final String PART = ".part";

  /** Bits a second of a channel of Opus. */
  private static final String OPUS_RATE = "maxaveragebitrate=24000";

  private final Path path;
  private final RecordingFormat format;

  private PartFile(Path path, RecordingFormat format) {
    this.path = path;
    this.format = format;
  }

  /**
   * @param path the final name; the format's suffix is its end
   * @throws IllegalArgumentException when it has another end
   */
  public static PartFile of(Path path, RecordingFormat format) {
    String name = path.toString();
    if (!name.endsWith(format.suffix()) || path.getFileName() == null) {
      throw new IllegalArgumentException(name + " does not end with " + format.suffix());
    }
    return new PartFile(path.toAbsolutePath(), format);
  }

  /** The final name. */
  public Path path() {
    return path;
  }

  /** The name until then. */
  public Path part() {
    String name = path.toString();
    String stem = name.substring(0, name.length() - format.suffix().length());
    return Path.of(stem + PART + format.suffix());
  }

  /**
   * Creates the part.
   *
   * @param rate 8000 or 16000 samples per second, or another that the codec takes
   * @param channels 1 or 2
   * @param codecs of which Opus is used for {@link RecordingFormat#OGG_OPUS}
   * @param comments for the tags of an Opus file
   * @throws FileAlreadyExistsException when a part or a file of this name is there
   */
  public SoundWriter create(int rate, int channels, Codecs codecs, List<String> comments)
      throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    FileChannel file =
        FileChannel.open(part(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    List<Encoder> encoders = new ArrayList<>();
    try {
      if (format == RecordingFormat.WAV) {
        return new WavWriter(file, rate, channels);
      }
      Codec opus =
          OpusCodecs.of(codecs)
              .orElseThrow(() -> new IOException("the Opus library is missing on this machine"));
      for (int i = 0; i < channels; i++) {
        encoders.add(opus.encoder(FormatParameters.of(OPUS_RATE), rate));
      }
      return new OpusWriter(file, rate, encoders, path.hashCode(), comments);
    } catch (IOException | RuntimeException e) {
      encoders.forEach(Encoder::close);
      file.close();
      Files.deleteIfExists(part());
      throw e;
    }
  }

  /** Gives the complete, closed part its final name. */
  public void publish() throws IOException {
    Files.move(part(), path, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(path);
  }

  private static void forceDirectory(Path path) throws IOException {
    Path directory = path.getParent();
    if (directory != null) {
      try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
        open.force(true);
      }
    }
  }

  /**
   * What became of the parts in a directory.
   *
   * @param complete the final names of those that are complete now
   * @param problems a sentence for each that was left as it is
   */
  public record Recovery(List<Path> complete, List<String> problems) {
    public Recovery {
      complete = List.copyOf(complete);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Completes what killed processes left in a directory, and gives it its final name; what has no
   * sound in it is deleted, what is no recording of ours is left alone. Not to be called while
   * recordings are being made there.
   *
   * @throws IOException when the directory cannot be read
   */
  public static Recovery recover(Path directory) throws IOException {
    List<Path> complete = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (RecordingFormat format : RecordingFormat.values()) {
      String end = PART + format.suffix();
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + end)) {
        for (Path part : parts) {
          String name = part.toString();
          Path path = Path.of(name.substring(0, name.length() - end.length()) + format.suffix());
          try {
            if (of(path, format).complete()) {
              complete.add(path);
            }
          } catch (IOException e) {
            problems.add(part.getFileName() + " could not be completed: " + e.getMessage());
          }
        }
      }
    }
    return new Recovery(complete, problems);
  }

  /** Completes and publishes the part; false when it had no sound and was deleted. */
  private boolean complete() throws IOException {
    if (Files.exists(path)) {
      throw new IOException("there is a file " + path.getFileName() + " already.");
    }
    boolean sounds;
    try (FileChannel open =
        FileChannel.open(part(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      sounds =
          switch (format) {
            case WAV -> Repair.wav(open);
            case OGG_OPUS -> Repair.ogg(open);
          };
      open.force(true);
    }
    if (sounds) {
      publish();
    } else {
      Files.delete(part());
    }
    return sounds;
  }
}
