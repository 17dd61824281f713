package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that outlived its Belfry (kill -9) and still holds the files. Found by its command
 * line, which names our data directory: that cannot be mistaken for somebody else's, and needs no
 * pid file, which is written late and may be stale.
 */
final class LeftOverDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOverDatabase.class);

  private LeftOverDatabase() {}

  /** The argument that says whose database it is. */
  static String mark(Path data) {
    return "--datadir=" + data;
  }

  /** Stops what was left behind and waits for its end. */
  static void stop(Path data, Duration wait) throws InterruptedException {
    List<ProcessHandle> left =
        ProcessHandle.allProcesses().filter(process -> isOurs(process, mark(data))).toList();
    for (ProcessHandle process : left) {
      LOG.warn(
          "an earlier Belfry left its database running (process {}); it is stopped first",
          process.pid());
      CompletableFuture<ProcessHandle> end = process.onExit();
      process.destroy();
      if (!ended(end, wait)) {
        process.destroyForcibly();
        ended(end, wait);
      }
    }
  }

  private static boolean ended(CompletableFuture<ProcessHandle> end, Duration wait)
      throws InterruptedException {
    try {
      end.get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("The end of a process cannot be watched", e.getCause());
    }
  }

  private static boolean isOurs(ProcessHandle process, String mark) {
    Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      List<String> arguments =
          List.of(Files.readString(commandLine, StandardCharsets.UTF_8).split("\0"));
      return arguments.getFirst().endsWith(MariadbTool.SERVER.command())
          && arguments.contains(mark);
    } catch (IOException e) {
      return false; // it ended while we looked, or its arguments are no text and so not ours
    }
  }
}
