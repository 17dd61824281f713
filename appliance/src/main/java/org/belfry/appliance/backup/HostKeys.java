package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.BackupAdmin.Place;

/**
 * The keys of SFTP servers that we hold them to, in OpenSSH's {@code known_hosts}. A key that
 * nobody has named is believed the first time; a named one is asked for before anything else is
 * said.
 */
final class HostKeys {
  private static final int PORT = 22;

  private final Path file;

  HostKeys(Path home) {
    this.file = home.resolve("ssh").resolve("known_hosts");
  }

  /** The keys of this server that are believed, as OpenSSH shows them: {@code SHA256:…}. */
  List<String> of(Place place) throws IOException {
    return lines().stream()
        .filter(line -> isOf(line, place))
        .map(HostKeys::fingerprint)
        .distinct()
        .toList();
  }

  /**
   * Asks the server for its keys and believes the one with this fingerprint, and no other from now
   * on.
   *
   * @throws BackupProblem when the server does not answer, or shows other keys, which are named
   */
  void pin(Place place, String wanted) throws BackupProblem, IOException, InterruptedException {
    Path program = Tool.find("ssh-keyscan");
    if (program == null) {
      throw new BackupProblem("ssh-keyscan is not installed");
    }
    Tool.Outcome shown =
        new Tool(
                List.of(
                    program.toString(),
                    "-T",
                    "10",
                    "-p",
                    Integer.toString(port(place)),
                    "--",
                    String.valueOf(place.host())),
                Map.of(),
                Duration.ofSeconds(30))
            .run();
    List<String> keys = shown.text().lines().filter(line -> isOf(line, place)).toList();
    if (keys.isEmpty()) {
      throw new BackupProblem("the server shows no key");
    }
    List<String> right = keys.stream().filter(line -> fingerprint(line).equals(wanted)).toList();
    if (right.isEmpty()) {
      throw new BackupProblem(
          "the server shows "
              + String.join(", ", keys.stream().map(HostKeys::fingerprint).toList()));
    }
    List<String> all = new ArrayList<>(lines());
    all.removeIf(line -> isOf(line, place));
    all.addAll(right);
    Files.createDirectories(file.getParent());
    Path next = file.resolveSibling("known_hosts.new");
    Files.write(next, all, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
  }

  /** {@code host type key}, or {@code [host]:port type key} (sshd(8)). */
  private static boolean isOf(String line, Place place) {
    String[] words = line.split(" ", -1);
    String name =
        port(place) == PORT
            ? String.valueOf(place.host())
            : "[" + place.host() + "]:" + port(place);
    return words.length >= 3 && words[0].equalsIgnoreCase(name);
  }

  private static int port(Place place) {
    return place.port() == null ? PORT : place.port();
  }

  private static String fingerprint(String line) {
    try {
      byte[] key = Base64.getDecoder().decode(line.split(" ", -1)[2]);
      return "SHA256:"
          + Base64.getEncoder()
              .withoutPadding()
              .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    } catch (IllegalArgumentException e) {
      return "unreadable";
    }
  }
}
