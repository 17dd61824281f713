package org.belfry.appliance.support;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.belfry.pbx.admin.LogMonitor.Filter;
import org.belfry.pbx.admin.LogMonitor.LogEntry;
import org.belfry.pbx.admin.LogMonitor.LogLevel;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log as logback-spring.xml writes it: time, level, process, threads and source,
 * then the text, which goes on in the lines below.
 */
final class LogLine {
  private static final int TEXT_MAX = 8000;
  private static final String BEFORE_THREADS = " --- ";
  private static final String BEFORE_TEXT = " : ";

  private final Instant at;
  private final LogLevel level;
  private final String source;
  private final StringBuilder text;

  private LogLine(Instant at, LogLevel level, String source, String text) {
    this.at = at;
    this.level = level;
    this.source = source;
    this.text = new StringBuilder();
    more(text);
  }

  /** The beginning of an entry, or null when the line continues one. */
  static @Nullable LogLine begin(String line) {
    int space = line.indexOf(' ');
    int threads = line.indexOf(BEFORE_THREADS);
    int colon = threads < 0 ? -1 : line.indexOf(BEFORE_TEXT, threads);
    if (space < 20 || space > 40 || threads < space || colon < 0) {
      return null;
    }
    LogLevel level = level(line.substring(space, threads).strip());
    Instant at = instant(line.substring(0, space));
    if (level == null || at == null) {
      return null;
    }
    String before = line.substring(0, colon).stripTrailing();
    return new LogLine(
        at,
        level,
        before.substring(before.lastIndexOf(' ') + 1),
        line.substring(colon + BEFORE_TEXT.length()));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** From {@code WARN 1234}. */
  private static @Nullable LogLevel level(String words) {
    return switch (words.split(" ", 2)[0]) {
      case "ERROR" -> LogLevel.ERROR;
      case "WARN" -> LogLevel.WARNING;
      case "INFO" -> LogLevel.INFO;
      case "DEBUG", "TRACE" -> LogLevel.DEBUG;
      default -> null;
    };
  }

  /** A further line; beyond so much text the rest is left out. */
  void more(String line) {
    int room = TEXT_MAX - text.length();
    if (room > 0) {
      text.append(text.isEmpty() ? "" : "\n").append(line, 0, Math.min(room, line.length()));
    }
  }

  boolean matches(Filter filter) {
    return (filter.least() == null || level.compareTo(filter.least()) <= 0)
        && (filter.from() == null || !at.isBefore(filter.from()))
        && (filter.to() == null || at.isBefore(filter.to()))
        && (filter.text() == null || has(filter.text().strip().toLowerCase(Locale.ROOT)));
  }

  /** Searches the masked text, so that no secret can be guessed letter by letter. */
  private boolean has(String wanted) {
    String all = text.toString();
    return source.toLowerCase(Locale.ROOT).contains(wanted)
        || (all.toLowerCase(Locale.ROOT).contains(wanted)
            && Redaction.of(all).toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** As it is shown. */
  LogEntry entry() {
    String shown = Redaction.of(text.toString()).strip();
    return new LogEntry(
        at, level, source, shown.length() > TEXT_MAX ? shown.substring(0, TEXT_MAX) : shown);
  }
}
