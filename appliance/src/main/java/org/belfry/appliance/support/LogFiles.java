package org.belfry.appliance.support;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.zip.GZIPInputStream;
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

  /** A file is rolled at 20 MB, after the entry that was too much. */
  private static final long ROLLED = 21L * 1024 * 1024;

  /** The end of a file that is looked at first: a page asks for the newest. */
  private static final long FIRST = 256L * 1024;

  private static final int LINE_MAX = 16 * 1024;

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
      List<Path> files = files();
      if (files.isEmpty()) {
        return new LogPage(List.of(), true);
      }
      long size = Files.size(files.getFirst());
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

  private static LogPage search(List<Path> files, Filter filter, int limit) throws IOException {
    List<LogEntry> found = new ArrayList<>();
    long budget = READ_MAX;
    for (Path file : files) {
      if (budget < (isPacked(file) ? ROLLED : 1)) {
        return new LogPage(found, false);
      }
      if (filter.from() != null
          && Files.getLastModifiedTime(file).toInstant().isBefore(filter.from())) {
        break; // nothing in it, nor in what is older
      }
      int wanted = limit + 1 - found.size();
      long size = isPacked(file) ? ROLLED : Math.min(Files.size(file), budget);
      long length = isPacked(file) ? ROLLED : Math.min(FIRST, size);
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
  private static Deque<LogLine> newest(Path file, long length, Filter filter, int wanted)
      throws IOException {
    Deque<LogLine> kept = new ArrayDeque<>();
    try (BufferedReader in = reader(file, length)) {
      LogLine open = null;
      for (String line = line(in); line != null; line = line(in)) {
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
    for (Path file : files()) {
      if (left <= 0) {
        break;
      }
      long size = isPacked(file) ? unpacked(file) : Files.size(file);
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
  private record Part(Path file, long skipped, long length) {}

  private static void copy(Part part, Writer writer) throws IOException {
    try (InputStream in = open(part.file())) {
      in.skipNBytes(part.skipped());
      BufferedReader lines = lines(new Bounded(in, part.length()));
      for (String line = line(lines); line != null; line = line(lines)) {
        writer.write(Redaction.of(line));
        writer.write('\n');
      }
    } catch (NoSuchFileException | EOFException e) {
      LOG.debug("{} was deleted meanwhile", part.file(), e);
    }
  }

  private static long unpacked(Path file) throws IOException {
    try (InputStream in = new Bounded(open(file), ROLLED)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** The newest first. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      List<Path> files =
          new ArrayList<>(
              all.filter(each -> each.getFileName().toString().matches("belfry\\.log(\\..+\\.gz)?"))
                  .filter(Files::isRegularFile)
                  .toList());
      files.sort(
          Comparator.comparing(LogFiles::isPacked)
              .thenComparing(each -> each.toFile().lastModified(), Comparator.reverseOrder()));
      return files;
    }
  }

  private static boolean isPacked(Path file) {
    return file.toString().endsWith(".gz");
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return isPacked(file) ? new GZIPInputStream(in) : in;
  }

  /**
   * @param length of a file as it is: its end; of a packed one: its beginning, unpacked
   */
  private static BufferedReader reader(Path file, long length) throws IOException {
    InputStream in = open(file);
    if (!isPacked(file)) {
      in.skipNBytes(Math.max(0, Files.size(file) - length));
    }
    return lines(new Bounded(in, length));
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** The next line, at most so much of it; null at the end. */
  private static @Nullable String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < LINE_MAX && c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
