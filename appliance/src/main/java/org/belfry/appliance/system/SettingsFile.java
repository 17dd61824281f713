package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pages have set, as files in {@code settings/} of the data directory: they are read
 * before the database runs (ADR 42).
 *
 * <p>{@code wanted} is what the database has. {@code good} is what worked the last time. When both
 * differ, the start is a trial: {@code trial} counts its starts, and what did not work is in {@code
 * refused}, with the reason; then {@code good} is used.
 */
public final class SettingsFile {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

  /** One may be cut short by a loss of power. */
  private static final int STARTS = 2;

  private static final String UNFINISHED = "Belfry did not start completely with them.";

  private final Path directory;
  private SortedMap<String, String> used = new TreeMap<>();
  private boolean trial;
  private @Nullable Refused refused;

  /**
   * Settings with which Belfry did not start, or could not be reached.
   *
   * @param reason a sentence
   * @param values what was set
   */
  public record Refused(Instant at, String reason, Map<String, String> values) {}

  private record Marked(List<String> words, SortedMap<String, String> values) {}

  SettingsFile(Path data) {
    this.directory = data.resolve("settings");
  }

  /**
   * Decides what this start uses.
   *
   * @param without what the pages have set is not used at all: no start worked with it
   */
  synchronized Map<String, String> begin(Instant now, boolean without, @Nullable String reason)
      throws IOException {
    SortedMap<String, String> wanted = read("wanted").values();
    SortedMap<String, String> good = read("good").values();
    trial = false;
    if (without) {
      refused = new Refused(now, String.valueOf(reason), wanted);
      used = new TreeMap<>();
      return used;
    }
    if (wanted.equals(good)) {
      forget("trial", "refused");
      used = wanted;
      return used;
    }
    Marked bad = read("refused");
    if (bad.words().size() == 2 && bad.values().equals(wanted)) {
      refused = new Refused(Instant.parse(bad.words().getFirst()), bad.words().getLast(), wanted);
      used = good;
      return used;
    }
    Marked before = read("trial");
    int starts = before.values().equals(wanted) ? number(before.words()) : 0;
    used = wanted;
    if (starts >= STARTS) {
      refuse(UNFINISHED, now);
      used = good;
      return used;
    }
    write("trial", List.of(Integer.toString(starts + 1)), wanted);
    trial = true;
    return used;
  }

  /** What this start uses. */
  public synchronized Map<String, String> used() {
    return Map.copyOf(used);
  }

  /** What has worked before. */
  public synchronized Map<String, String> good() throws IOException {
    return read("good").values();
  }

  /** Whether these settings have not worked before. */
  public synchronized boolean onTrial() {
    return trial;
  }

  /** What could not be used, or null. */
  public synchronized @Nullable Refused refused() {
    return refused;
  }

  /** Everything works with what is used. */
  public synchronized void worked() {
    if (trial) {
      try {
        write("good", List.of(), used);
        forget("trial", "refused");
        trial = false;
      } catch (IOException e) {
        LOG.warn("settings that work cannot be marked as such: {}", Failures.phrase(e));
      }
    }
  }

  /** What is used did not work: the next start uses what worked before. */
  public synchronized void refuse(String reason, Instant now) throws IOException {
    String line = reason.replaceAll("\\s+", " ").strip();
    write("refused", List.of(now.toString(), line), used);
    refused = new Refused(now, line, Map.copyOf(used));
    forget("trial");
    trial = false;
  }

  /** The next start tries what is wanted, even if it did not work before. */
  public synchronized void tryAgain() throws IOException {
    forget("trial", "refused");
  }

  /** What the next start is to use; true when that is news. */
  public synchronized boolean want(Map<String, String> values) throws IOException {
    SortedMap<String, String> wanted = new TreeMap<>(values);
    if (read("wanted").values().equals(wanted)) {
      return false;
    }
    write("wanted", List.of(), wanted);
    return true;
  }

  private void forget(String... names) throws IOException {
    for (String name : names) {
      Files.deleteIfExists(directory.resolve(name));
    }
  }

  private static int number(List<String> words) {
    return words.size() == 1 && words.getFirst().matches("[0-9]{1,3}")
        ? Integer.parseInt(words.getFirst())
        : 0;
  }

  /** Lines with {@code #} first, then {@code name=value}. */
  private Marked read(String name) throws IOException {
    List<String> words = new ArrayList<>();
    SortedMap<String, String> values = new TreeMap<>();
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        int equals = line.indexOf('=');
        if (line.startsWith("# ")) {
          words.add(line.substring(2));
        } else if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    }
    return new Marked(words, values);
  }

  private void write(String name, List<String> words, Map<String, String> values)
      throws IOException {
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append("# ").append(word).append('\n'));
    for (Map.Entry<String, String> each : values.entrySet()) {
      String line = each.getKey() + "=" + each.getValue();
      if (line.chars().anyMatch(Character::isISOControl)) {
        // The rest of it would be settings of their own.
        throw new IOException(
            "a setting must be one line: " + each.getKey().lines().findFirst().orElse(""));
      }
      text.append(line).append('\n');
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    DataDirectory.writePrivate(
        directory.resolve(name), text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
