package org.belfry.appliance.support;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.belfry.pbx.admin.StorageMonitor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data directory, counted by what its directories are for; no more than every five minutes. */
final class DiskUse implements StorageMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(DiskUse.class);
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** Files that are counted. */
  static final long FILES_MAX = 1_000_000;

  private static final Map<String, Part> DIRECTORIES =
      Map.of(
          "database", Part.DATABASE,
          "voicemail", Part.VOICEMAIL,
          "recordings", Part.RECORDINGS,
          "prompts", Part.PROMPTS,
          "music", Part.MUSIC,
          "backup", Part.BACKUPS,
          "before-restore", Part.BACKUPS,
          "log", Part.LOGS,
          "update", Part.UPDATES);

  private static final Map<Part, String> SETTINGS =
      Map.of(
          Part.DATABASE, "belfry.history.keep",
          Part.VOICEMAIL, "belfry.voicemail.keep",
          Part.RECORDINGS, "belfry.recording.keep");

  private final Path data;
  private final Supplier<List<PersonView>> people;
  private final InstantSource clock;
  private final long filesMax;
  private @Nullable StorageView known;

  /**
   * @param people with messages or recordings, the largest first
   * @param filesMax files that are counted
   */
  DiskUse(Path data, Supplier<List<PersonView>> people, InstantSource clock, long filesMax) {
    this.data = data;
    this.people = people;
    this.clock = clock;
    this.filesMax = filesMax;
  }

  @Override
  public synchronized StorageView storage() {
    Instant now = clock.instant();
    StorageView last = known;
    if (last != null && now.isBefore(last.measuredAt().plus(KEPT))) {
      return last;
    }
    StorageView measured = measure(now);
    known = measured;
    return measured;
  }

  private StorageView measure(Instant now) {
    Map<Part, Tally> tallies = new EnumMap<>(Part.class);
    long left = filesMax;
    try (Stream<Path> all = Files.list(data)) {
      for (Path each : all.sorted().toList()) {
        Part part = DIRECTORIES.getOrDefault(each.getFileName().toString(), Part.OTHER);
        Tally tally = new Tally(left).count(each);
        left -= tally.files();
        tallies.merge(part, tally, Tally::and);
      }
    } catch (IOException e) {
      LOG.warn("the data directory cannot be counted: {}", e.toString());
    }
    List<PartView> parts =
        tallies.entrySet().stream()
            .map(each -> view(each.getKey(), each.getValue()))
            .sorted(Comparator.comparingLong(PartView::bytes).reversed())
            .toList();
    long[] disk = disk();
    return new StorageView(now, left > 0, disk[0], disk[1], parts, people.get());
  }

  private static PartView view(Part part, Tally tally) {
    return new PartView(part, tally.bytes(), tally.files(), SETTINGS.get(part));
  }

  /** Total and free bytes. */
  private long[] disk() {
    try {
      FileStore store = Files.getFileStore(data);
      return new long[] {store.getTotalSpace(), store.getUsableSpace()};
    } catch (IOException e) {
      LOG.debug("the disk of {} cannot be asked", data, e);
      return new long[] {0, 0};
    }
  }
}
