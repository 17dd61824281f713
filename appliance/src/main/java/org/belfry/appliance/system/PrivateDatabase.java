package org.belfry.appliance.system;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Our own {@code mariadbd}: Debian's binary with a data directory and a socket below ours and no
 * TCP port. Started with us, restarted when it dies, stopped with us; one that an earlier process
 * of ours left behind is stopped first.
 */
public final class PrivateDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateDatabase.class);
  private static final Duration STOP_WAIT = Duration.ofSeconds(20);
  private static final Duration PAUSE_MIN = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
  private static final Duration LONG_LIFE = Duration.ofMinutes(1);
  private static final int HOPELESS = 3;
  private static final long MEGABYTE = 1024 * 1024;
  private static final long LOG_MAX = 5 * MEGABYTE;
  private static final long POOL_MIN = 32 * MEGABYTE;
  private static final long POOL_MAX = 256 * MEGABYTE;

  /** Of a Unix socket's path; the kernel has 108 bytes. */
  private static final int SOCKET_PATH_MAX = 100;

  private final Path directory;
  private final Path data;
  private final Path socket;

  /**
   * For its temporary tables alone: a server that starts removes those it finds where it keeps its
   * own, also those of a server that runs.
   */
  private final Path scratch;

  private final Path noFiles;

  private final ReentrantLock lifecycle = new ReentrantLock();
  private volatile @Nullable Process process;
  private volatile boolean stopping;
  private volatile int earlyEnds;

  PrivateDatabase(DataDirectory home) {
    this(home.path().resolve("database"));
  }

  PrivateDatabase(Path directory) {
    this.directory = directory;
    data = directory.resolve("data");
    socket = directory.resolve("socket");
    scratch = directory.resolve("tmp");
    noFiles = directory.resolve("no-files");
  }

  /**
   * Starts the database, made anew when there is none, and returns before it takes connections.
   *
   * @throws CannotStart when MariaDB is not installed or its directory cannot be used
   */
  void start() {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_MAX) {
      throw new CannotStart(
          "the path of the data directory is too long for the database's socket: " + socket + ".");
    }
    try {
      Files.createDirectories(directory);
      LeftOverDatabase.stop(data, STOP_WAIT);
      if (!Files.isDirectory(data.resolve("mysql"))) {
        install();
      }
      launch();
      Thread.ofVirtual().name("database-supervisor").start(this::supervise);
    } catch (IOException e) {
      throw new CannotStart(
          "the private database cannot be started: " + Failures.phrase(e) + ".", e);
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
        + "&createDatabaseIfNotExist=true";
  }

  /** Where it takes connections, as root without a password. */
  public Path socket() {
    return socket;
  }

  /** Process number of the database, for monitoring; -1 when it does not run. */
  public long pid() {
    Process running = process;
    return running == null || !running.isAlive() ? -1 : running.pid();
  }

  /** True when it ended so often right after its start that waiting for it is pointless. */
  public boolean keepsDying() {
    return earlyEnds >= HOPELESS;
  }

  /** Where its messages are. */
  public Path log() {
    return directory.resolve("log");
  }

  /** Stops it, the hard way when it does not listen; may be called twice. */
  @Override
  public void close() {
    Process running;
    lifecycle.lock();
    try {
      stopping = true;
      running = process;
    } finally {
      lifecycle.unlock();
    }
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
    Duration pause = PAUSE_MIN;
    while (true) {
      try {
        Process running = process;
        long began = System.nanoTime();
        int code = running == null ? -1 : running.waitFor();
        if (stopping) {
          return;
        }
        boolean livedLong = System.nanoTime() - began > LONG_LIFE.toNanos();
        earlyEnds = livedLong ? 0 : earlyEnds + 1;
        pause = livedLong ? PAUSE_MIN : pause;
        LOG.error("the database ended with code {}; it is started again in {}", code, pause);
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
        if (!launch()) {
          return;
        }
      } catch (IOException e) {
        LOG.error("the database cannot be started again: {}", Failures.phrase(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Beside its place until it is whole: half a database, of a start cut short, would be used. */
  private void install() throws IOException, InterruptedException {
    LOG.info("making a new database in {}", data);
    Path fresh = directory.resolve("data.new");
    FileSystemUtils.deleteRecursively(fresh);
    List<String> command = new ArrayList<>();
    command.add(MariadbTool.INSTALL.path());
    command.add("--no-defaults");
    command.add("--datadir=" + fresh);
    command.add("--auth-root-authentication-method=normal");
    command.add("--skip-test-db");
    command.add("--tmpdir=" + scratch);
    command.add("--force"); // else a machine that cannot look its own name up is refused
    Files.createDirectories(fresh);
    Files.createDirectories(scratch);
    // The account has no password: the directory is what keeps others from the socket.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    String account = DatabaseAccount.choose(directory);
    if (account != null) {
      run(List.of("chown", "-R", account, directory.toString()));
      command.add("--user=" + account);
    }
    run(command);
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts the process unless we are stopping; false when we are. */
  private boolean launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(MariadbTool.SERVER.path());
    command.addAll(
        List.of(
            "--no-defaults",
            LeftOverDatabase.mark(data),
            "--socket=" + socket,
            "--pid-file=" + directory.resolve("pid"),
            "--tmpdir=" + scratch,
            "--skip-networking",
            "--secure-file-priv=" + noFiles,
            "--skip-local-infile",
            "--skip-log-bin",
            "--skip-name-resolve",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            "--innodb-buffer-pool-size=" + pool(memory()),
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
    if (!Files.isDirectory(scratch)) {
      Files.setOwner(Files.createDirectory(scratch), Files.getOwner(data));
    }
    Files.createDirectories(noFiles); // the only place where SQL could read and write files
    lifecycle.lock();
    try {
      if (stopping) {
        return false;
      }
      turnLogOver();
      ProcessBuilder server =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .directory(directory.toFile());
      // Our supervisor is not the database's: it would be told that we are ready.
      server.environment().remove("NOTIFY_SOCKET");
      process = server.start();
      return true;
    } finally {
      lifecycle.unlock();
    }
  }

  /**
   * How much of its tables the database keeps in memory, in bytes: a thirty-second part of the
   * machine's, 32 MB at least and 256 MB at most. The indices of the call history need a page for
   * each user, so a thousand users need 64 MB; a row costs five times as much with less.
   */
  static long pool(long memory) {
    return Math.clamp(memory / 32, POOL_MIN, POOL_MAX) / MEGABYTE * MEGABYTE;
  }

  /** Of the machine, or of our container when there is one. */
  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private void turnLogOver() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_MAX) {
      Files.move(log(), directory.resolve("log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path messages = directory.resolve("install.log");
    Process tool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    if (tool.waitFor() != 0) {
      throw new CannotStart(
          command.getFirst()
              + " failed and said: "
              + reason(Files.readString(messages, StandardCharsets.ISO_8859_1))
              + " (all of it is in "
              + messages
              + ").");
    }
  }

  /**
   * What a tool gave as its reason: the first error that MariaDB marks as one, since further ones
   * follow from it and where to ask for help comes last; or its last words if it marked none.
   */
  static String reason(String messages) {
    List<String> lines =
        messages.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.contains("[ERROR]") || line.startsWith("Fatal error"))
        .findFirst()
        .orElse(lines.isEmpty() ? "nothing" : lines.getLast());
  }
}
