package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Exchanges what is in the data directory for what was restored beside it, at the start, before
 * anything uses it. Made of renames that can be gone on with: a power cut at any moment leaves the
 * old state or, after the next start, the new one. The old one is kept; when the new one does not
 * get ready in two starts, the old one comes back by itself.
 *
 * <p>In {@code restore/}: {@code new/} is being restored, {@code ready} says that it is complete,
 * {@code emptied} that the old state was moved out of the way, {@code unproven} how often the new
 * one was started. The old state is in {@code before-restore/}.
 */
public final class RestoredState {
  private static final Logger LOG = LoggerFactory.getLogger(RestoredState.class);
  private static final String WORK = "restore";
  private static final String BEFORE = "before-restore";
  private static final String FAILED = "restore-failed";
  private static final int STARTS = 2;
  private static final Duration STOP_WAIT = Duration.ofSeconds(20);

  /** What is the machine's and not the state's: neither backed up nor exchanged. */
  public static final Set<String> STAYS =
      Set.of(
          "lock",
          "log",
          "backup",
          "local-api",
          "open-ports",
          "dnsmasq",
          "settings", // written anew from the database
          "update",
          WORK,
          BEFORE,
          FAILED);

  /** Directories that make up the state, besides the database and the keys. */
  private static final Set<String> DIRECTORIES =
      Set.of("mail", "music", "prompts", "recordings", "tls", "voicemail");

  private RestoredState() {}

  /**
   * Whether an entry of the data directory belongs to the state that is backed up and restored: one
   * of our directories, or a key ({@code sip.key}).
   */
  public static boolean isOurs(String entry) {
    return DIRECTORIES.contains(entry) || entry.matches("[a-z-]+\\.key");
  }

  /** The one who restores; while it is open nobody else does. */
  public static final class Preparation implements AutoCloseable {
    private final Path data;
    private final FileChannel lock;

    private Preparation(Path data, FileChannel lock) {
      this.data = data;
      this.lock = lock;
    }

    /** Where the new state is laid out as the data directory is. */
    public Path directory() {
      return data.resolve(WORK).resolve("new");
    }

    /**
     * Says that the new state is complete: from now on it takes the place of the old one at the
     * next start.
     *
     * @param name of the old one in {@code before-restore}
     */
    public void ready(String name) throws IOException {
      Files.deleteIfExists(data.resolve(WORK).resolve("emptied"));
      sync(directory());
      announce(data, new Exchange(WORK + "/new", BEFORE + "/" + name, true));
    }

    @Override
    public void close() throws IOException {
      lock.close();
    }
  }

  /**
   * @param from where the new state is, relative to the data directory
   * @param away where the old one goes
   * @param unproven whether it has to prove itself
   */
  private record Exchange(String from, String away, boolean unproven) {}

  /**
   * Begins to restore: the directory is empty and there.
   *
   * @return null when somebody else restores right now
   */
  public static @Nullable Preparation prepare(Path data) throws IOException {
    Path work = Files.createDirectories(data.resolve(WORK));
    FileChannel channel =
        FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null) {
        channel.close();
        return null;
      }
      Files.deleteIfExists(work.resolve("ready"));
      Preparation preparation = new Preparation(data, channel);
      clear(preparation.directory());
      Files.createDirectories(preparation.directory());
      return preparation;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Entries that cannot be renamed away, since they are disks of their own. */
  public static List<String> immovable(Path data) throws IOException {
    Object disk = Files.getAttribute(data, "unix:dev");
    try (Stream<Path> entries = Files.list(data)) {
      List<String> found = new java.util.ArrayList<>();
      for (Path entry : entries.toList()) {
        if (!stays(entry) && !disk.equals(Files.getAttribute(entry, "unix:dev"))) {
          found.add(String.valueOf(entry.getFileName()));
        }
      }
      return found;
    }
  }

  /** To be called with the data directory locked, before anything in it is used. */
  static void settle(Path data) throws IOException {
    Path work = data.resolve(WORK);
    if (Files.exists(work.resolve("ready"))) {
      exchange(data, read(work.resolve("ready")));
    } else if (Files.exists(work.resolve("unproven"))) {
      startedUnproven(data);
    } else if (Files.exists(work.resolve("new"))) {
      try (Preparation left = prepare(data)) {
        if (left != null) {
          LOG.warn("a restore was not completed; nothing was changed");
          clear(left.directory());
        }
      }
    }
  }

  /** Everything works: the old state is not needed to start any more. It is kept all the same. */
  static void proven(Path data) throws IOException {
    if (Files.deleteIfExists(data.resolve(WORK).resolve("unproven"))) {
      LOG.info("the restored state works");
    }
  }

  /** Deletes old states when there are any; a good backup of the new one must be there. */
  public static void forgetOld(Path data) throws IOException {
    if (!Files.exists(data.resolve(WORK).resolve("unproven"))) {
      var _ = FileSystemUtils.deleteRecursively(data.resolve(BEFORE));
      var _ = FileSystemUtils.deleteRecursively(data.resolve(FAILED));
    }
  }

  /** Whether a state from before a restore is kept. */
  public static boolean keepsOld(Path data) {
    return Files.isDirectory(data.resolve(BEFORE));
  }

  private static void startedUnproven(Path data) throws IOException {
    Path unproven = data.resolve(WORK).resolve("unproven");
    List<String> lines = Files.readAllLines(unproven);
    String old = lines.getFirst();
    int starts = Integer.parseInt(lines.getLast()) + 1;
    if (starts < STARTS) {
      write(unproven, old + "\n" + starts + "\n");
      return;
    }
    LOG.error("the restored state did not start; what was here before comes back");
    Files.deleteIfExists(data.resolve(WORK).resolve("emptied"));
    String failed = FAILED + old.substring(old.indexOf('/'));
    announce(data, new Exchange(old, failed, false));
    Files.delete(unproven);
    exchange(data, new Exchange(old, failed, false));
  }

  private static void exchange(Path data, Exchange exchange) throws IOException {
    Path work = data.resolve(WORK);
    Path from = data.resolve(exchange.from());
    Path away = Files.createDirectories(data.resolve(exchange.away()));
    stop(data.resolve("database"));
    stop(from.resolve("database"));
    if (!Files.exists(work.resolve("emptied"))) {
      for (Path entry : entries(data)) {
        if (!stays(entry)) {
          Files.move(entry, away.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      sync(away);
      write(work.resolve("emptied"), "");
    }
    if (Files.isDirectory(from)) {
      for (Path entry : entries(from)) {
        Files.move(entry, data.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    sync(data);
    if (exchange.unproven()) {
      write(work.resolve("unproven"), exchange.away() + "\n0\n");
    }
    Files.delete(work.resolve("ready"));
    Files.deleteIfExists(work.resolve("emptied"));
    var _ = FileSystemUtils.deleteRecursively(from);
    LOG.warn("the data directory was exchanged; what was in it is in {}", away);
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static boolean stays(Path entry) {
    return STAYS.contains(String.valueOf(entry.getFileName()));
  }

  /** A database that works on these files, left by a process that was killed. */
  private static void stop(Path database) throws IOException {
    try {
      LeftOverDatabase.stop(database.resolve("data"), STOP_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void clear(Path directory) throws IOException {
    stop(directory.resolve("database"));
    var _ = FileSystemUtils.deleteRecursively(directory);
  }

  private static void announce(Path data, Exchange exchange) throws IOException {
    write(
        data.resolve(WORK).resolve("ready"),
        exchange.from() + "\n" + exchange.away() + "\n" + exchange.unproven() + "\n");
  }

  private static Exchange read(Path ready) throws IOException {
    List<String> lines = Files.readAllLines(ready);
    return new Exchange(lines.get(0), lines.get(1), Boolean.parseBoolean(lines.get(2)));
  }

  /** All of it or nothing, and on the disk when it returns. */
  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    sync(fresh);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(file.resolveSibling("."));
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // within this very process
    }
  }
}
