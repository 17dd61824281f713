package org.belfry.media.server.socket;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the JVM at whose safepoints all others wait. With ordinary priority on a busy
 * machine it waits for a processor meanwhile, and with it the threads that must send sound in time:
 * a priority inversion. It works for tenths of a millisecond.
 */
final class VmThread {
  private static final Logger LOG = LoggerFactory.getLogger(VmThread.class);
  private static final Path THREADS = Path.of("/proc/self/task");
  private static final String NAME = "VM Thread";

  private VmThread() {}

  /** Gives it the priority of the threads that wait for it, where that is allowed. */
  static void hurry() {
    try {
      OptionalInt number = number();
      if (number.isPresent()) {
        Libc.makeRealTime(number.getAsInt());
      }
    } catch (IOException e) {
      LOG.debug("safepoints are taken with ordinary priority", e);
    }
  }

  /** Its number in the kernel. */
  static OptionalInt number() throws IOException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        if (name(thread).equals(NAME)) {
          return OptionalInt.of(Integer.parseInt(thread.getFileName().toString()));
        }
      }
      return OptionalInt.empty();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static String name(Path thread) throws IOException {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (NoSuchFileException e) {
      return ""; // it has just ended
    }
  }
}
