package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that holds all state of this appliance. Locked as long as the process lives, so
 * that two instances never share one.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final long FREE_MIN = 100L * 1024 * 1024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the directory where needed and locks it.
   *
   * @throws CannotStart when it cannot be written, is in use, or the disk is full
   */
  public static DataDirectory open(Path wanted) {
    Path path = wanted.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      if (path.toFile().getUsableSpace() < FREE_MIN) {
        throw new CannotStart("the disk of " + path + " is full; at least 100 MB must be free.");
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CannotStart("the data directory " + path + " is in use by another Belfry.");
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new CannotStart(
          "the data directory " + path + " cannot be used: " + Failures.phrase(e) + ".", e);
    }
  }

  public Path path() {
    return path;
  }

  /** A secret of 32 bytes that is made once and kept, readable by its owner only. */
  public byte[] secret(String name) {
    Path file = path.resolve(name);
    try {
      if (Files.exists(file)) {
        byte[] secret = Files.readAllBytes(file);
        if (secret.length == 32) {
          return secret;
        }
        throw new CannotStart("the file " + file + " is damaged; restore it from a backup.");
      }
      byte[] secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      writePrivate(file, secret);
      return secret;
    } catch (IOException e) {
      throw new CannotStart("the file " + file + " cannot be used: " + Failures.phrase(e) + ".", e);
    }
  }

  /** Writes a file that only its owner can read, all of it or nothing. */
  public static void writePrivate(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Gives the lock back; may be called twice. */
  @Override
  public void close() {
    try {
      channel.close(); // and with it the lock
    } catch (IOException e) {
      LOG.warn("the lock of {} could not be given back: {}", path, Failures.phrase(e));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // locked within this very process
    }
  }
}
