package org.belfry.appliance.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program that is talked to over its standard input and output. Ends with {@link #close}, by its
 * own process.
 */
final class Console implements AutoCloseable {
  private final Process process;
  private final Thread reader;
  private final Writer input;
  private final StringBuilder output = new StringBuilder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private boolean silent;

  Console(Path directory, Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("is " + command.getFirst() + " installed?", e);
    }
    input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    reader = Thread.ofPlatform().daemon(true).start(this::read);
  }

  void type(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the program is gone; it said:\n" + said(), e);
    }
  }

  /** Waits until the program has said this, at most so long, and no longer than it runs. */
  void await(String text, Duration most) {
    Instant deadline = Instant.now().plus(most);
    lock.lock();
    try {
      while (output.indexOf(text) < 0) {
        long left = Duration.between(Instant.now(), deadline).toNanos();
        if (left <= 0 || silent) {
          throw new AssertionError("\"" + text + "\" did not come; it said:\n" + output);
        }
        more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was said, so that the next wait is for something new. */
  void forget() {
    lock.lock();
    try {
      output.setLength(0);
    } finally {
      lock.unlock();
    }
  }

  String said() {
    lock.lock();
    try {
      return output.toString();
    } finally {
      lock.unlock();
    }
  }

  Process process() {
    return process;
  }

  /** Waits until the program ends by itself; answers its exit code. */
  int awaitEnd(Duration most) {
    try {
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the program does not end; it said:\n" + said());
      }
      reader.join(most);
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks the process to end and sees that it does; answers its exit code. */
  int end(Duration most) {
    process.destroy();
    try {
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What it has started, and those in turn. */
  List<ProcessHandle> started() {
    return process.descendants().toList();
  }

  @Override
  public void close() {
    end(Duration.ofSeconds(5));
  }

  private void read() {
    try (Reader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      char[] buffer = new char[1024];
      int n;
      while ((n = reader.read(buffer)) > 0) {
        lock.lock();
        try {
          output.append(buffer, 0, n);
          more.signalAll();
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException e) {
      lock.lock();
      try {
        output.append("\n[").append(e.getMessage()).append("]");
      } finally {
        lock.unlock();
      }
    } finally {
      lock.lock();
      silent = true;
      more.signalAll();
      lock.unlock();
    }
  }
}
