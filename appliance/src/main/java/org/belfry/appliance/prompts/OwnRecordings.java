package org.belfry.appliance.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.prompts.OwnTable.Row;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SoundReader;
import org.belfry.media.file.UnreadableSound;
import org.belfry.media.record.Wav;
import org.belfry.media.session.MediaSessions;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.PromptAdmin.RecordingView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The owner's recordings: a WAV file each in {@code prompts/own/<language>}, and how it was made in
 * the database.
 */
@Component
class OwnRecordings {
  static final int SECONDS_MAX = 300;
  private static final int RATE = SpeechEngine.RATE;
  private static final int FILES_MAX = 1000;
  private static final long BYTES_MAX = 500_000_000;
  private static final String SUFFIX = ".wav";

  private final LanguagePacks packs;
  private final SoundFile files;
  private final OwnTable table;
  private final AuditTrail audit;
  private final ReentrantLock lock = new ReentrantLock();

  OwnRecordings(LanguagePacks packs, MediaSessions media, OwnTable table, AuditTrail audit) {
    this.packs = packs;
    this.files = new SoundFile(media.sound().codecs());
    this.table = table;
    this.audit = audit;
  }

  /** What the audit log says of one. */
  private record Told(@Nullable Made made, String text, double seconds) {}

  /** All of them, by name and language. */
  List<RecordingView> all() throws IOException {
    Map<OwnKey, Row> rows = table.all();
    List<RecordingView> all = new ArrayList<>();
    for (OwnKey key : keys()) {
      Path file = packs.ownFile(key.language(), key.name());
      Row row = rows.get(key);
      Instant at = row == null ? Files.getLastModifiedTime(file).toInstant() : row.at();
      all.add(
          new RecordingView(
              key.name(),
              key.language(),
              row == null ? null : row.made(),
              row == null ? "" : row.text(),
              seconds(file),
              at,
              packs.isOurs(key.name())));
    }
    return all;
  }

  /** By name and language; only what the disk says. */
  List<OwnKey> keys() throws IOException {
    List<OwnKey> all = new ArrayList<>();
    for (String language : packs.languages()) {
      Path folder = packs.ownFile(language, "any").getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> recordings = Files.list(folder)) {
        recordings
            .map(f -> f.getFileName().toString())
            .filter(n -> n.endsWith(SUFFIX))
            .map(n -> n.substring(0, n.length() - SUFFIX.length()))
            .filter(StoredPromptAdmin::isName)
            .forEach(name -> all.add(new OwnKey(language, name)));
      }
    }
    all.sort(Comparator.comparing(OwnKey::name).thenComparing(OwnKey::language));
    return all;
  }

  private double seconds(Path file) throws IOException {
    try (SoundReader reader = files.open(file, RATE)) {
      return (double) Math.max(0, reader.samples()) / reader.rate();
    } catch (UnreadableSound placedByHand) {
      return 0;
    }
  }

  /**
   * Keeps one, instead of the one that may be there.
   *
   * @throws InvalidCommand when there is no room
   */
  void keep(OwnKey key, Made made, String text, short[] pcm) throws IOException {
    lock.lock();
    try {
      Path file = packs.ownFile(key.language(), key.name());
      byte[] wav = new Wav(RATE, pcm).toBytes();
      checkRoom(file, wav.length);
      Told before = told(key, file);
      Files.createDirectories(file.getParent());
      Path draft = file.resolveSibling(key.name() + ".new");
      Files.write(draft, wav);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      packs.changed(key.language(), key.name());
      table.save(key, made, text);
      audit.tell("prompt", place(key), before, new Told(made, text, (double) pcm.length / RATE));
    } finally {
      lock.unlock();
    }
  }

  private void checkRoom(Path mine, long bytes) throws IOException {
    List<OwnKey> all = keys();
    long used = bytes;
    for (OwnKey other : all) {
      Path file = packs.ownFile(other.language(), other.name());
      used += file.equals(mine) ? 0 : Files.size(file);
    }
    if (used > BYTES_MAX) {
      throw new InvalidCommand(
          "sound", "all recordings together must not exceed " + BYTES_MAX / 1_000_000 + " MB");
    }
    if (all.size() >= FILES_MAX && !Files.exists(mine)) {
      throw new InvalidCommand("name", FILES_MAX + " already exist, which is the limit");
    }
  }

  /** False when there is none. */
  boolean delete(OwnKey key) throws IOException {
    lock.lock();
    try {
      Path file = packs.ownFile(key.language(), key.name());
      Told before = told(key, file);
      if (!Files.deleteIfExists(file)) {
        return false;
      }
      packs.changed(key.language(), key.name());
      table.delete(key);
      audit.tell("prompt", place(key), before, null);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** In all languages. */
  void rename(String name, String to) throws IOException {
    lock.lock();
    try {
      List<OwnKey> all = keys();
      if (all.stream().anyMatch(key -> key.name().equals(to))) {
        throw new InvalidCommand("name", "already in use");
      }
      List<OwnKey> its = all.stream().filter(key -> key.name().equals(name)).toList();
      if (its.isEmpty()) {
        throw new NotFound("recording of", name);
      }
      for (OwnKey key : its) {
        Files.move(packs.ownFile(key.language(), name), packs.ownFile(key.language(), to));
        packs.changed(key.language(), name);
        packs.changed(key.language(), to);
        audit.tell("prompt", place(key), key, new OwnKey(key.language(), to));
      }
      table.rename(name, to);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Told told(OwnKey key, Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    Row row = table.all().get(key);
    return new Told(row == null ? null : row.made(), row == null ? "" : row.text(), seconds(file));
  }

  private static String place(OwnKey key) {
    return key.language() + "/" + key.name();
  }
}
