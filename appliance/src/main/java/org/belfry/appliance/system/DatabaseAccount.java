package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The account the private database runs under when we are root: MariaDB's own, or root where that
 * account does not exist or cannot reach the data directory (a clone below {@code /root}).
 */
final class DatabaseAccount {
  private static final String ROOT = "root";
  private static final String MARIADB = "mysql";

  private DatabaseAccount() {}

  /** For a new database below the directory; null when we are not root and there is no choice. */
  static @Nullable String choose(Path directory) throws IOException {
    if (!weAreRoot()) {
      return null;
    }
    return exists(MARIADB) && othersMayPassTo(directory) ? MARIADB : ROOT;
  }

  /** Of a database that exists: whoever owns its files; null when we are not root. */
  static @Nullable String of(Path data) throws IOException {
    return weAreRoot() ? Files.getOwner(data).getName() : null;
  }

  private static boolean weAreRoot() {
    return ROOT.equals(System.getProperty("user.name"));
  }

  private static boolean exists(String account) throws IOException {
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(account);
      return true;
    } catch (UserPrincipalNotFoundException e) {
      return false;
    }
  }

  private static boolean othersMayPassTo(Path directory) throws IOException {
    for (Path above = directory.toRealPath().getParent();
        above != null;
        above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}
