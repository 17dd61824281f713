package org.belfry.appliance.system;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own {@code mariadbd}: Debian's binary with a data directory and a socket below ours and no
 * TCP port. Started with us, restarted when it dies, stopped with us; one that an earlier process
 * of ours left behind is stopped first.
 */
public final class PrivateDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateDatabase.class);
  private static final Duration STOP_WAIT = Duration.ofSeconds(20);

  private final Path directory;
  private final Path data;
  private final Path socket;
  private final Path pidFile;
  private volatile @Nullable Process process;
  private volatile boolean stopping;

  public PrivateDatabase(DataDirectory home) {
    directory = home.path().resolve("database");
    data = directory.resolve("data");
    socket = directory.resolve("socket");
    pidFile = directory.resolve("pid");
  }

  /**
   * Starts the database, made anew when there is none, and returns before it takes connections.
   *
   * @throws CannotStart when MariaDB is not installed or its directory cannot be used
   */
  public void start() {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > 100) {
      throw new CannotStart(
          "the path of the data directory is too long for the database's socket: " + socket);
    }
    try {
      Files.createDirectories(directory);
      stopLeftOver();
      if (!Files.isDirectory(data.resolve("mysql"))) {
        install();
      }
      launch();
      Thread.ofVirtual().name("database-supervisor").start(this::supervise);
    } catch (IOException e) {
      throw new CannotStart("the private database cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("the start was interrupted.", e);
    }
  }

  /**
   * For mariadb-java-client; the account needs no password, the socket's directory is ours alone.
   */
  public String jdbcUrl() {
    return "jdbc:mariadb://localhost/belfry?localSocket="
        + socket
        + "&createDatabaseIfNotExist=true&useBulkStmts=true&connectTimeout=3000&socketTimeout=30000";
  }

  /** Our process, for tests that take it away. */
  public long pid() {
    Process running = process;
    return running == null ? -1 : running.pid();
  }

  @Override
  public void close() {
    stopping = true;
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the database did not stop within {} and is ended the hard way", STOP_WAIT);
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise() {
    Duration pause = Duration.ofMillis(200);
    while (!stopping) {
      try {
        Process running = process;
        long began = System.nanoTime();
        int code = running == null ? -1 : running.waitFor();
        if (stopping) {
          return;
        }
        LOG.error("the database ended with code {}; it is started again in {}", code, pause);
        Thread.sleep(pause);
        boolean livedLong = System.nanoTime() - began > Duration.ofMinutes(1).toNanos();
        pause = livedLong ? Duration.ofMillis(200) : shorter(pause.multipliedBy(2));
        if (!stopping) {
          launch();
        }
      } catch (IOException e) {
        LOG.error("the database cannot be started again: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Duration shorter(Duration pause) {
    Duration longest = Duration.ofSeconds(30);
    return pause.compareTo(longest) > 0 ? longest : pause;
  }

  private void install() throws IOException, InterruptedException {
    LOG.info("making a new database in {}", data);
    Files.createDirectories(data);
    List<String> command = new ArrayList<>();
    command.add(tool("mariadb-install-db"));
    command.add("--no-defaults");
    command.add("--datadir=" + data);
    command.add("--auth-root-authentication-method=normal");
    command.add("--skip-test-db");
    command.add("--force"); // else a machine that cannot look its own name up is refused
    // The account has no password: the directory is what keeps others from the socket.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    String account = DatabaseAccount.choose(directory);
    if (account != null) {
      run(List.of("chown", "-R", account, directory.toString()));
      command.add("--user=" + account);
    }
    run(command);
  }

  private void launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tool("mariadbd"));
    command.addAll(
        List.of(
            "--no-defaults",
            "--datadir=" + data,
            "--socket=" + socket,
            "--pid-file=" + pidFile,
            "--skip-networking",
            "--skip-log-bin",
            "--skip-name-resolve",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            "--innodb-buffer-pool-size=32M",
            "--innodb-log-file-size=32M",
            "--key-buffer-size=1M",
            "--aria-pagecache-buffer-size=1M",
            "--table-open-cache=200",
            "--max-connections=40",
            "--performance-schema=OFF"));
    String account = DatabaseAccount.of(data);
    if (account != null) {
      command.add("--user=" + account);
    }
    Path log = directory.resolve("log");
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .directory(directory.toFile())
            .start();
  }

  /**
   * A database that outlived us (kill -9) holds its files: it is stopped, after a look that it is
   * really ours.
   */
  private void stopLeftOver() throws IOException, InterruptedException {
    if (!Files.exists(pidFile)) {
      return;
    }
    String text = Files.readString(pidFile, StandardCharsets.UTF_8).strip();
    if (!text.matches("[0-9]{1,9}")) {
      return;
    }
    Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(text));
    if (left.isEmpty() || !isOurs(left.get())) {
      return;
    }
    LOG.warn("an earlier Belfry left its database running (process {}); it is stopped first", text);
    left.get().destroy();
    try {
      left.get().onExit().get(STOP_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      left.get().destroyForcibly();
    }
  }

  private boolean isOurs(ProcessHandle handle) throws IOException {
    Path commandLine = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
    return Files.exists(commandLine)
        && Files.readString(commandLine, StandardCharsets.ISO_8859_1).contains("--datadir=" + data);
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path log = directory.resolve("install.log");
    Process tool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (tool.waitFor() != 0) {
      throw new CannotStart(command.getFirst() + " failed; its messages are in " + log + ".");
    }
  }

  private static String tool(String name) {
    List<String> places = new ArrayList<>();
    String path = System.getenv("PATH");
    if (path != null) {
      places.addAll(List.of(path.split(File.pathSeparator)));
    }
    places.addAll(List.of("/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/sbin"));
    for (String place : places) {
      Path candidate = Path.of(place, name);
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    throw new CannotStart(
        name
            + " is not installed; install Debian's package mariadb-server, or set"
            + " belfry.database.url to use a database of your own.");
  }
}
