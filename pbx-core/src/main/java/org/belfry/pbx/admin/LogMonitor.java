package org.belfry.pbx.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Belfry has written into its log. Passwords, keys and secret addresses are masked. */
public interface LogMonitor {

  /**
   * The newest entries that match, the newest first.
   *
   * @param limit 1 to 500
   * @throws InvalidCommand naming {@code limit} when it is out of range
   */
  LogPage find(Filter filter, int limit);

  /**
   * Writes the log as text, the oldest first, at most 20 MB of its end.
   *
   * @throws IOException when the log cannot be read or the stream not be written
   */
  void write(OutputStream out) throws IOException;

  /** How grave an entry is, the gravest first. */
  enum LogLevel {
    ERROR,
    WARNING,
    INFO,
    DEBUG
  }

  /**
   * Every criterion that is not null must hold.
   *
   * @param least this level or graver
   * @param text part of the source or the text, in capitals or not
   * @param from at or after
   * @param to before
   */
  record Filter(
      @Nullable LogLevel least,
      @Nullable String text,
      @Nullable Instant from,
      @Nullable Instant to) {
    public static final Filter ALL = new Filter(null, null, null, null);
  }

  /**
   * @param source the part of Belfry that wrote it, such as {@code o.b.a.mail.Outbox}; {@code
   *     audit} for sign-ins and what was heard or deleted
   * @param text 8000 characters at most, with line breaks
   */
  record LogEntry(Instant at, LogLevel level, String source, String text) {}

  /**
   * @param complete false when older entries may match: there are more than the limit, or more than
   *     64 MB would have to be read
   */
  record LogPage(List<LogEntry> entries, boolean complete) {}
}
