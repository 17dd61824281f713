package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.jspecify.annotations.Nullable;

/**
 * Our key for SFTP servers, made once and kept beside the backups' cache. A server's own key is
 * believed the first time it is seen, and must stay the same from then on.
 */
final class SshKey {
  private static final int PORT = 22;

  private SshKey() {}

  private static Path file(Path home) {
    return home.resolve("ssh").resolve("id_ed25519");
  }

  /**
   * The public one, for the server's authorized_keys; null when OpenSSH is not installed.
   *
   * @throws BackupProblem when it cannot be made
   */
  static @Nullable String line(Path home) throws BackupProblem, InterruptedException {
    Path key = file(home);
    Path open = key.resolveSibling("id_ed25519.pub");
    try {
      if (!Files.exists(open)) {
        Path program = Tool.find("ssh-keygen");
        if (program == null) {
          return null;
        }
        Files.createDirectories(
            key.getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.deleteIfExists(key);
        Tool.Outcome made =
            new Tool(
                    List.of(
                        program.toString(),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "belfry-backup",
                        "-f",
                        key.toString()),
                    Map.of(),
                    Duration.ofMinutes(1))
                .run();
        if (made.code() != 0) {
          throw new BackupProblem("the key for SFTP cannot be made: " + made.err());
        }
      }
      return Files.readString(open).strip();
    } catch (IOException e) {
      throw new BackupProblem("the key for SFTP cannot be kept: " + e.getMessage(), e);
    }
  }

  /** How restic is to reach the server. Host, user and paths were checked: there is no space. */
  static String command(Path home, Place place) throws BackupProblem {
    int port = place.port() == null ? PORT : place.port();
    return "ssh -p "
        + port
        + " -i "
        + file(home)
        + " -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=15"
        + " -o ServerAliveInterval=30 -o StrictHostKeyChecking="
        + strictness(home, place)
        + " -o UserKnownHostsFile="
        + home.resolve("ssh").resolve("known_hosts")
        + " -F none "
        + place.user()
        + "@"
        + place.host()
        + " -s sftp";
  }

  /** With accept-new alone, ssh believes a key of another type from a server that it knows. */
  private static String strictness(Path home, Place place) throws BackupProblem {
    try {
      return new HostKeys(home).of(place).isEmpty() ? "accept-new" : "yes";
    } catch (IOException e) {
      throw new BackupProblem("the keys of servers cannot be read: " + e.getMessage(), e);
    }
  }
}
