package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the backups are encrypted with: made here, shown once, kept in a file that its owner alone
 * can read. It is in no backup; without it they are worth nothing.
 */
final class Passphrase {
  /** In the data directory. */
  static final String NAME = "backup.passphrase";

  static final int LEAST = 12;
  static final int MOST = 200;

  /** Neither 0 and o, nor 1, l and i: people copy it from paper. */
  private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

  private static final int GROUPS = 6;
  private static final int GROUP = 5;

  private Passphrase() {}

  /** 30 letters: 148 bits. */
  static String make(SecureRandom random) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      if (i > 0 && i % GROUP == 0) {
        made.append('-');
      }
      made.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return made.toString();
  }

  /** Null when there is none. */
  static @Nullable String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).strip() : null;
  }

  /** All of it or nothing. */
  static void write(Path file, String passphrase) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, passphrase + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
