package org.belfry.appliance.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.appliance.filing.IntakeArchiver;
import org.belfry.appliance.recording.RecordingFiles.Lying;
import org.belfry.appliance.recording.RecordingTable.Row;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SoundReader;
import org.belfry.media.path.SoundLibraries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Files recordings that have ended, and deletes those that are older than they may get or whose
 * room is needed.
 */
@Component
class RecordingArchiver extends IntakeArchiver<Lying> {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingArchiver.class);
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final int SWEEP_MAX = 100;
  private static final int RATE = 8000; // any: only the length is asked for

  private final RecordingFiles files;
  private final RecordingTable table;
  private final SoundFile sounds;
  private final Duration keep;
  private final long freeBytes;
  private final ReentrantLock room = new ReentrantLock();
  private final AtomicLong deletedForRoom = new AtomicLong();

  RecordingArchiver(
      RecordingFiles files,
      RecordingTable table,
      SoundLibraries sound,
      BelfryProperties properties) {
    super("recordings", SWEEP);
    this.files = files;
    this.table = table;
    this.sounds = new SoundFile(sound.codecs());
    this.keep = properties.recording().keep();
    this.freeBytes = (long) properties.recording().freeMegabytes() << 20;
  }

  /** Those that were deleted since the start because their room was needed. */
  long deletedForRoom() {
    return deletedForRoom.get();
  }

  @Override
  protected void recover() throws IOException {
    files.recover();
    adoptOrphans();
  }

  @Override
  protected List<Lying> waiting(boolean all) throws IOException {
    return files.waiting();
  }

  /** Files without a row: a database that was set back. */
  private void adoptOrphans() throws IOException {
    for (String folder : files.folders()) {
      Set<String> known = table.filesIn(folder);
      for (String name : files.in(folder)) {
        Path file = files.kept(name);
        if (file != null && !known.contains(name)) {
          Instant at = Files.getLastModifiedTime(file).toInstant();
          table.insert(name, RecordingMetadata.unknown(at, false), length(file), Files.size(file));
          LOG.warn("{} has no row in the database; it is a recording again", file);
        }
      }
    }
  }

  @Override
  protected boolean file(Lying lying) throws IOException {
    RecordingMetadata known = RecordingMetadata.read(lying.metadata());
    RecordingMetadata metadata =
        known == null
            ? RecordingMetadata.unknown(
                Files.getLastModifiedTime(lying.metadata()).toInstant(), true)
            : known;
    String name = files.name(lying, metadata.startedAt());
    Path kept = files.kept(name);
    if (kept == null) {
      throw new IOException("the folder of the recording " + name + " leads elsewhere");
    }
    if (Files.exists(lying.sound())) {
      Files.createDirectories(kept.getParent());
      Files.move(lying.sound(), kept, StandardCopyOption.ATOMIC_MOVE);
    }
    boolean there = Files.exists(kept);
    if (there) {
      Duration length = length(kept);
      table.insert(name, metadata, length, Files.size(kept));
      LOG.info("call={} is recorded: {} s", metadata.callId(), length.toSeconds());
    }
    Files.deleteIfExists(lying.metadata());
    return there;
  }

  private Duration length(Path file) throws IOException {
    try (SoundReader reader = sounds.open(file, RATE)) {
      return Duration.ofMillis(Math.max(0, reader.samples()) * 1000 / RATE);
    }
  }

  @Override
  protected boolean sweep(Instant now) {
    hasRoom();
    if (keep.isZero()) {
      return false;
    }
    List<Row> old = table.olderThan(now.minus(keep), SWEEP_MAX);
    old.forEach(this::remove);
    if (!old.isEmpty()) {
      LOG.info("{} recordings older than {} days were deleted", old.size(), keep.toDays());
    }
    return old.size() == SWEEP_MAX;
  }

  /**
   * Makes room: while too little of the disk is free, the oldest recordings go. Recordings go
   * before anything else does: voice messages are never deleted to make room.
   *
   * @return whether there is enough now
   */
  boolean hasRoom() {
    if (files.free() >= freeBytes) {
      return true;
    }
    room.lock();
    try {
      int gone = 0;
      List<Row> oldest = table.oldest(SWEEP_MAX);
      for (Row each : oldest) {
        if (files.free() >= freeBytes) {
          break;
        }
        remove(each);
        gone++;
      }
      if (gone > 0) {
        deletedForRoom.addAndGet(gone);
        LOG.warn(
            "the disk is full: the {} oldest recordings were deleted, up to {}",
            gone,
            oldest.get(gone - 1).metadata().startedAt());
      }
      return files.free() >= freeBytes;
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("the disk is full, and no recording can be deleted: {}", e.getMessage());
      return false;
    } finally {
      room.unlock();
    }
  }

  /**
   * Deletes one: its file goes to the drafts, which no start survives, then the row goes. A file
   * that stayed where it is without a row would be taken in again.
   */
  void remove(Row row) {
    Path draft = files.takeAway(row.file());
    try {
      table.delete(row.id());
    } catch (DataAccessException | TransactionException e) {
      files.putBack(draft, row.file());
      throw e;
    }
    files.forget(draft);
  }
}
