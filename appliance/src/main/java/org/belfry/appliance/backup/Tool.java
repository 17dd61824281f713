package org.belfry.appliance.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs another program with bounded time and output, behind everything else that wants the
 * processor. Ends with us: a thread that is interrupted ends its program.
 */
final class Tool {
  private static final Logger LOG = LoggerFactory.getLogger(Tool.class);
  private static final List<String> PLACES =
      List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/bin");
  private static final Duration END_WAIT = Duration.ofSeconds(10);

  /** Of what a program says; more is read and thrown away. */
  private static final int OUT_MAX = 64 * 1024 * 1024;

  private static final int ERR_MAX = 64 * 1024;
  private static final Executor THREADS = task -> Thread.ofVirtual().name("tool").start(task);

  private final List<String> command;
  private final Map<String, String> environment;
  private final Duration limit;
  private @Nullable Path in;
  private @Nullable Path out;
  private @Nullable Path directory;

  /** What a program left behind. */
  record Outcome(int code, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  /**
   * @param limit when it takes longer it is ended
   */
  Tool(List<String> command, Map<String, String> environment, Duration limit) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.limit = limit;
  }

  /** What it reads; nothing otherwise. */
  Tool reading(Path file) {
    in = file;
    return this;
  }

  /** Where its output goes instead of into {@link Outcome#out}. */
  Tool writing(Path file) {
    out = file;
    return this;
  }

  Tool within(Path path) {
    directory = path;
    return this;
  }

  /** Where a program is, or null when it is not installed. */
  static @Nullable Path find(String program) {
    return PLACES.stream()
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /**
   * @throws BackupProblem when it cannot be started or takes too long
   */
  Outcome run() throws BackupProblem, InterruptedException {
    Process process = start();
    try {
      CompletableFuture<byte[]> said =
          CompletableFuture.supplyAsync(() -> read(process.getInputStream(), OUT_MAX), THREADS);
      CompletableFuture<byte[]> complained =
          CompletableFuture.supplyAsync(() -> read(process.getErrorStream(), ERR_MAX), THREADS);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BackupProblem(
            name() + " did not end within " + limit.toMinutes() + " minutes and was stopped");
      }
      // What it has started itself may still hold its output open: that is not waited for long.
      var _ = said.completeOnTimeout(new byte[0], END_WAIT.toSeconds(), TimeUnit.SECONDS);
      var _ = complained.completeOnTimeout(new byte[0], END_WAIT.toSeconds(), TimeUnit.SECONDS);
      return new Outcome(
          process.exitValue(),
          said.join(),
          new String(complained.join(), StandardCharsets.UTF_8).strip());
    } finally {
      end(process);
    }
  }

  private Process start() throws BackupProblem {
    List<String> all = new ArrayList<>();
    Path nice = find("nice");
    if (nice != null) {
      all.addAll(List.of(nice.toString(), "-n", "10"));
    }
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all);
    Map<String, String> its = builder.environment();
    its.keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
    its.put("LC_ALL", "C.UTF-8");
    its.putAll(environment);
    builder.redirectInput(in == null ? Path.of("/dev/null").toFile() : in.toFile());
    if (out != null) {
      builder.redirectOutput(out.toFile());
    }
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new BackupProblem(name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private String name() {
    return String.valueOf(Path.of(command.getFirst()).getFileName());
  }

  private static byte[] read(InputStream stream, int most) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        kept.write(buffer, 0, Math.min(n, most - kept.size()));
      }
    } catch (IOException e) {
      LOG.debug("the output of a program ended early", e);
    }
    return kept.toByteArray();
  }

  /** With whatever it has started itself: ssh. */
  private static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> its = process.descendants().toList();
    its.forEach(ProcessHandle::destroy);
    process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(END_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    its.forEach(ProcessHandle::destroyForcibly);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
