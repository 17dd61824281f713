package org.belfry.appliance.support;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LogMonitor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log files of this process, {@code belfry.log} and those it was rolled into. One search at a
 * time, of so many bytes; what was found last is kept for who follows the log while nothing is
 * written.
 */
final class LogFiles implements LogMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
  static final int LIMIT_MAX = 500;

  /** Read of the log for one question. */
  static final long READ_MAX = 64L * 1024 * 1024;

  /** Of the log in one download. */
  static final long WRITTEN_MAX = 20L * 1024 * 1024;

  /** The end of a file that is looked at first: a page asks for the newest. */
  private static final long FIRST = 256L * 1024;

  /** Characters of an entry that are looked through for secrets together. */
  private static final int ENTRY_MAX = 64 * 1024;

  private final Path directory;
  private @Nullable Known known;

  /** What was found, and the state of the log then. */
  private record Known(Filter filter, int limit, long size, int files, LogPage page) {
    boolean isFor(Filter wanted, int most, long sizeNow, int filesNow) {
      return filter.equals(wanted) && limit == most && size == sizeNow && files == filesNow;
    }
  }

  /**
   * @param directory of {@code belfry.log}
   */
  LogFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public synchronized LogPage find(Filter filter, int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
    try {
      List<LogFile> files = files();
      if (files.isEmpty()) {
        return new LogPage(List.of(), true);
      }
      long size = files.getFirst().size();
      Known last = known;
      if (last != null && last.isFor(filter, limit, size, files.size())) {
        return last.page();
      }
      LogPage page = search(files, filter, limit);
      known = new Known(filter, limit, size, files.size(), page);
      return page;
    } catch (IOException e) {
      LOG.warn("the log cannot be read: {}", e.toString());
      return new LogPage(List.of(), false);
    }
  }

  private static LogPage search(List<LogFile> files, Filter filter, int limit) throws IOException {
    List<LogEntry> found = new ArrayList<>();
    long budget = READ_MAX;
    for (LogFile file : files) {
      if (budget < (file.isPacked() ? LogFile.ROLLED : 1)) {
        return new LogPage(found, false);
      }
      if (filter.from() != null && file.writtenAt().isBefore(filter.from())) {
        break; // nothing in it, nor in what is older
      }
      int wanted = limit + 1 - found.size();
      long size = file.isPacked() ? LogFile.ROLLED : Math.min(file.size(), budget);
      long length = file.isPacked() ? LogFile.ROLLED : Math.min(FIRST, size);
      Deque<LogLine> newest = newest(file, length, filter, wanted);
      while (newest.size() < wanted && length < size) {
        length = Math.min(size, length * 4);
        newest = newest(file, length, filter, wanted);
      }
      newest.descendingIterator().forEachRemaining(line -> found.add(line.entry()));
      if (found.size() > limit) {
        return new LogPage(List.copyOf(found.subList(0, limit)), false);
      }
      budget -= size;
    }
    return new LogPage(found, true);
  }

  /** The last entries that match in so many bytes of the file's end, the oldest first. */
  private static Deque<LogLine> newest(LogFile file, long length, Filter filter, int wanted)
      throws IOException {
    Deque<LogLine> kept = new ArrayDeque<>();
    try (BufferedReader in = file.reader(length)) {
      LogLine open = null;
      for (String line = LogFile.line(in); line != null; line = LogFile.line(in)) {
        LogLine next = LogLine.begin(line);
        if (next == null && open != null) {
          open.more(line);
        } else if (next != null) {
          keep(kept, open, filter, wanted);
          open = next;
        }
      }
      keep(kept, open, filter, wanted);
    } catch (NoSuchFileException e) {
      LOG.debug("{} was deleted meanwhile", file, e);
    }
    return kept;
  }

  private static void keep(Deque<LogLine> kept, @Nullable LogLine line, Filter filter, int wanted) {
    if (line != null && line.matches(filter)) {
      kept.addLast(line);
      if (kept.size() > wanted) {
        kept.removeFirst();
      }
    }
  }

  @Override
  public void write(OutputStream out) throws IOException {
    Deque<Part> parts = new ArrayDeque<>();
    long left = WRITTEN_MAX;
    for (LogFile file : files()) {
      if (left <= 0) {
        break;
      }
      long size = file.unpacked();
      parts.addFirst(new Part(file, Math.max(0, size - left), Math.min(size, left)));
      left -= size;
    }
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    for (Part part : parts) {
      copy(part, writer);
    }
    writer.flush();
  }

  /** So many bytes of a file, unpacked, behind those that are skipped. */
  private record Part(LogFile file, long skipped, long length) {}

  /** Entry by entry, for a key has many lines. */
  private static void copy(Part part, Writer writer) throws IOException {
    StringBuilder entry = new StringBuilder();
    try (InputStream in = part.file().open()) {
      in.skipNBytes(part.skipped());
      BufferedReader lines = LogFile.lines(new Bounded(in, part.length()));
      for (String line = LogFile.line(lines); line != null; line = LogFile.line(lines)) {
        if (LogLine.begin(line) != null || entry.length() > ENTRY_MAX) {
          writer.write(Redaction.of(entry.toString()));
          entry.setLength(0);
        }
        entry.append(line).append('\n');
      }
    } catch (NoSuchFileException | EOFException e) {
      LOG.debug("{} was deleted meanwhile", part.file(), e);
    }
    writer.write(Redaction.of(entry.toString()));
  }

  /** The newest first. */
  private List<LogFile> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(LogFile::isOne)
          .map(LogFile::new)
          .sorted(
              Comparator.comparing(LogFile::isPacked)
                  .thenComparing(LogFile::writtenAt, Comparator.reverseOrder()))
          .toList();
    }
  }
}
