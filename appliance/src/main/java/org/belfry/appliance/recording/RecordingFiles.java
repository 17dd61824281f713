package org.belfry.appliance.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Below;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.path.SoundLibraries;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where recordings lie: {@code in} has those that are being made or have no row yet, each with its
 * paper, {@code kept} the others, a folder a month. Nothing here needs the database.
 */
@Component
public class RecordingFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingFiles.class);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);
  private static final String PAPER = ".paper";

  private final Path in;
  private final Path kept;
  private final Path drafts;
  private final RecordingFormat format;
  private final Set<Path> open = ConcurrentHashMap.newKeySet();

  @Autowired
  RecordingFiles(Bootstrap groundwork, BelfryProperties properties, SoundLibraries sound) {
    this(
        groundwork.data().path(),
        properties.recording().format().equals("wav")
                || sound.codecs().find("opus", 48_000, 2).isEmpty()
            ? RecordingFormat.WAV
            : RecordingFormat.OGG_OPUS);
  }

  RecordingFiles(Path data, RecordingFormat format) {
    this.format = format;
    this.in = data.resolve("recordings/in");
    this.kept = data.resolve("recordings/kept");
    this.drafts = data.resolve("recordings/drafts");
    try {
      Files.createDirectories(in);
      Files.createDirectories(kept);
    } catch (IOException e) {
      throw new CannotStart("the directory " + in + " cannot be made.", e);
    }
  }

  /** A recording in the intake, with its paper. */
  record Lying(Path sound, Path metadata) {}

  /** A new one: its paper is on the disk, its sound follows. */
  Path begin(RecordingMetadata metadata) throws IOException {
    String name = UUID.randomUUID().toString();
    Path sound = in.resolve(name + format.suffix());
    open.add(sound);
    try {
      metadata.write(in.resolve(name + format.suffix() + PAPER));
    } catch (IOException e) {
      done(sound);
      throw e;
    }
    return sound;
  }

  /** Says something else on the paper of one that is being made. */
  void amend(Path sound, RecordingMetadata metadata) {
    try {
      if (open.contains(sound)) {
        metadata.write(metadata(sound));
      }
    } catch (IOException e) {
      LOG.warn("the paper of {} cannot be changed: {}", sound.getFileName(), e.getMessage());
    }
  }

  /** A file that nothing is kept of. */
  Path draft() throws IOException {
    return Files.createDirectories(drafts).resolve(UUID.randomUUID() + ".wav");
  }

  boolean isOpen(Path sound) {
    return open.contains(sound);
  }

  /** Nobody writes this one any more. */
  void done(Path sound) {
    open.remove(sound);
  }

  /** It came to nothing. */
  void discard(Path sound) {
    done(sound);
    try {
      Files.deleteIfExists(metadata(sound));
      Files.deleteIfExists(sound);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", sound, e.getMessage());
    }
  }

  /** Those that are no longer written. */
  List<Lying> waiting() throws IOException {
    List<Lying> all = new ArrayList<>();
    try (DirectoryStream<Path> papers = Files.newDirectoryStream(in, "*" + PAPER)) {
      for (Path metadata : papers) {
        String name = metadata.getFileName().toString();
        Path sound = in.resolve(name.substring(0, name.length() - PAPER.length()));
        if (!open.contains(sound)) {
          all.add(new Lying(sound, metadata));
        }
      }
    }
    return all;
  }

  /**
   * Completes what a process that was killed has left, and says on its paper that it is cut. Before
   * any call comes.
   */
  void recover() throws IOException {
    if (Files.isDirectory(drafts)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(drafts)) {
        for (Path each : left) {
          Files.delete(each);
        }
      }
    }
    PartFile.Recovery recovery = PartFile.recover(in);
    recovery.problems().forEach(each -> LOG.warn("a recording: {}", each));
    for (Path sound : recovery.complete()) {
      LOG.warn("the recording {} was cut off; it is kept as far as it goes", sound.getFileName());
      Path metadata = metadata(in.resolve(sound.getFileName()));
      RecordingMetadata known = Files.exists(metadata) ? RecordingMetadata.read(metadata) : null;
      Instant at = Files.getLastModifiedTime(sound).toInstant();
      (known == null ? RecordingMetadata.unknown(at, true) : known.cutShort()).write(metadata);
    }
  }

  /** Where it is kept for good, as its row has it. */
  String name(Lying lying, Instant began) {
    return MONTH.format(began) + "/" + lying.sound().getFileName();
  }

  /** The file of a row, there or not; null for a row that names another file. */
  @Nullable Path kept(String name) {
    return new Below(kept).file(name);
  }

  /** The months of which there are files. */
  List<String> folders() throws IOException {
    try (Stream<Path> all = Files.list(kept)) {
      return all.filter(Files::isDirectory).map(each -> each.getFileName().toString()).toList();
    }
  }

  /** Names of the recordings of a month that no paper waits for in the intake. */
  List<String> in(String folder) throws IOException {
    try (Stream<Path> all = Files.list(kept.resolve(folder))) {
      return all.map(each -> each.getFileName().toString())
          .filter(
              each -> Stream.of(RecordingFormat.values()).anyMatch(f -> each.endsWith(f.suffix())))
          .filter(each -> !Files.exists(metadata(in.resolve(each))))
          .map(each -> folder + "/" + each)
          .toList();
    }
  }

  /**
   * Takes the file of a row away, for a moment or for good.
   *
   * @return where it is now; null when it was gone before, or cannot be moved
   */
  @Nullable Path takeAway(String name) {
    Path file = kept(name);
    if (file == null) {
      LOG.warn("a recording that is deleted names a file that is no recording; it stays");
      return null;
    }
    try {
      return Files.move(
          file,
          Files.createDirectories(drafts).resolve(name.replace('/', '-')),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      LOG.debug("{} was gone before", name);
    } catch (IOException e) {
      LOG.warn("the file of a recording that is deleted stays: {}", e.getMessage());
    }
    return null;
  }

  /** It was not to be. */
  void putBack(@Nullable Path draft, String name) {
    Path file = draft == null ? null : kept(name);
    if (draft != null && file != null) {
      try {
        Files.move(draft, file);
      } catch (IOException e) {
        LOG.error("{} cannot be put back: {}", name, e.getMessage());
      }
    }
  }

  /** It was taken away for good. */
  void forget(@Nullable Path draft) {
    if (draft != null) {
      try {
        Files.delete(draft);
      } catch (IOException e) {
        LOG.warn("{} is deleted at the next start: {}", draft, e.getMessage());
      }
    }
  }

  private static Path metadata(Path sound) {
    return sound.resolveSibling(sound.getFileName() + PAPER);
  }

  /** Bytes that may still be written. */
  long free() {
    return in.toFile().getUsableSpace();
  }
}
