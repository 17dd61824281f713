package org.belfry.appliance.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One file of the log, as it is written or packed after it was rolled. */
record LogFile(Path path) {
  /** A file is rolled at 20 MB, after the entry that was too much. */
  static final long ROLLED = 21L * 1024 * 1024;

  private static final int LINE_MAX = 16 * 1024;

  static boolean isOne(Path path) {
    return path.getFileName().toString().matches("belfry\\.log(\\..+\\.gz)?")
        && Files.isRegularFile(path);
  }

  boolean isPacked() {
    return path.toString().endsWith(".gz");
  }

  /** Bytes on the disk. */
  long size() throws IOException {
    return Files.size(path);
  }

  Instant writtenAt() {
    return Instant.ofEpochMilli(path.toFile().lastModified());
  }

  /** Bytes of its text, {@link #ROLLED} at most when it is packed. */
  long unpacked() throws IOException {
    if (!isPacked()) {
      return size();
    }
    try (InputStream in = new Bounded(open(), ROLLED)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Its text. */
  InputStream open() throws IOException {
    InputStream in = Files.newInputStream(path);
    return isPacked() ? new GZIPInputStream(in) : in;
  }

  /**
   * @param length of a file as it is: its end; of a packed one: its beginning, unpacked
   */
  BufferedReader reader(long length) throws IOException {
    InputStream in = open();
    if (!isPacked()) {
      in.skipNBytes(Math.max(0, size() - length));
    }
    return lines(new Bounded(in, length));
  }

  static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** The next line, at most so much of it; null at the end. */
  static @Nullable String line(BufferedReader in) throws IOException {
    int c = in.read();
    if (c < 0) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < LINE_MAX && c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
