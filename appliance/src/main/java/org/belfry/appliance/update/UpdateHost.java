package org.belfry.appliance.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.belfry.pbx.admin.UpdateAdmin.PastView;
import org.belfry.pbx.admin.UpdateAdmin.PreviousView;
import org.belfry.pbx.admin.UpdateAdmin.ProgressView;
import org.belfry.pbx.admin.UpdateAdmin.Reason;
import org.belfry.pbx.admin.UpdateAdmin.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's side of updates: the state and history that root writes to its own directory.
 *
 * @param told root's directory; null where nothing installs updates
 * @param keys directories with keys that may sign updates
 */
record UpdateHost(@Nullable Path told, List<Path> keys) {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateHost.class);
  private static final ProgressView NONE = new ProgressView(State.NONE, null, null);
  private static final int PAST_FIELDS = 5;
  private static final Pattern SYSTEM = Pattern.compile("([A-Za-z0-9.+~:-]{1,100}) ([ab])");
  private static final Pattern BEFORE = Pattern.compile("([A-Za-z0-9.+~:-]{1,100}) (\\d{1,12})");

  /** As the unit of the package says. */
  static UpdateHost of(Map<String, String> environment) {
    String told = environment.get("BELFRY_UPDATES");
    return new UpdateHost(
        told == null ? null : Path.of(told),
        List.of(Path.of("/etc/belfry/keys"), Path.of("/usr/share/belfry/keys")));
  }

  boolean installs() {
    return told != null;
  }

  boolean hasKey() {
    return keys.stream().anyMatch(UpdateHost::hasKey);
  }

  private static boolean hasKey(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".gpg"));
    } catch (IOException e) {
      return false; // not there
    }
  }

  /**
   * The image, where Belfry came with one.
   *
   * @param version of all of it, Debian's packages too
   * @param slot that runs, A or B
   */
  record Image(String version, String slot) {}

  /** Null where Belfry is a package. */
  @Nullable Image image() {
    Matcher told = first("system", SYSTEM);
    return told == null ? null : new Image(told.group(1), told.group(2).toUpperCase(Locale.ROOT));
  }

  /** What can be gone back to; null for nothing. */
  @Nullable PreviousView previous(Instant now) {
    Matcher told = first("before", BEFORE);
    if (told == null) {
      return null;
    }
    Instant until = Instant.ofEpochSecond(Long.parseLong(told.group(2)));
    return now.isBefore(until) ? new PreviousView(told.group(1), until) : null;
  }

  private @Nullable Matcher first(String name, Pattern pattern) {
    List<String> lines = lines(name);
    Matcher matcher = pattern.matcher(lines.isEmpty() ? "" : lines.getFirst());
    return matcher.matches() ? matcher : null;
  }

  /** How far it is. */
  ProgressView progress() {
    List<String> lines = lines("report");
    if (lines.isEmpty()) {
      return NONE;
    }
    String[] words = lines.getFirst().split(" ");
    Instant at = instant(words[0]);
    State state = words.length < 2 ? null : state(words[1]);
    if (at == null || state == null) {
      return NONE;
    }
    String more = words.length < 3 ? "" : words[2];
    return state == State.WRITING
        ? new ProgressView(state, at, null, more.matches("\\d{1,2}") ? Integer.parseInt(more) : 0)
        : new ProgressView(state, at, reason(more));
  }

  /** How the last ones ended, the latest first. */
  List<PastView> past() {
    List<PastView> past = new ArrayList<>();
    for (String line : lines("history")) {
      String[] words = line.split(" ");
      Instant at = instant(words[0]);
      State outcome = words.length < PAST_FIELDS ? null : state(words[1]);
      if (at != null && outcome != null) {
        past.add(
            new PastView(at, outcome, known(words[2]), known(words[3]), reason(known(words[4]))));
      }
    }
    return past.reversed();
  }

  private List<String> lines(String name) {
    if (told == null) {
      return List.of();
    }
    try {
      return Files.readAllLines(told.resolve(name));
    } catch (NoSuchFileException e) {
      return List.of(); // no update yet
    } catch (IOException e) {
      LOG.warn("what the host says of updates cannot be read: {}", e.toString());
      return List.of();
    }
  }

  private static @Nullable Instant instant(String seconds) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static @Nullable State state(String word) {
    try {
      return State.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return null; // of a newer host
    }
  }

  private static @Nullable Reason reason(@Nullable String word) {
    if (word == null || word.isEmpty()) {
      return null;
    }
    try {
      return Reason.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      return Reason.OTHER;
    }
  }

  private static @Nullable String known(String word) {
    return word.equals("-") ? null : word;
  }
}
