package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.FreePorts;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;

/** Debian's sshd on a loopback port, with keys of its own, for nothing but SFTP. */
final class SftpServer implements AutoCloseable {
  private static final Duration START_WAIT = Duration.ofSeconds(20);

  private final Path directory;
  private final int port;
  private Process process;

  private SftpServer(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  static SftpServer start(Path directory, String authorized) throws Exception {
    Files.createDirectories(directory);
    // sshd wants it, and whoever installs the package without starting it does not have it.
    Files.createDirectories(Path.of("/run/sshd"));
    SftpServer server = new SftpServer(directory, FreePorts.next());
    Files.writeString(directory.resolve("authorized"), authorized + "\n");
    server.makeKey();
    server.launch();
    return server;
  }

  private void makeKey() throws Exception {
    makeKey("ed25519");
  }

  private void makeKey(String type) throws Exception {
    Files.deleteIfExists(directory.resolve("host"));
    Files.deleteIfExists(directory.resolve("host.pub"));
    Process made =
        new ProcessBuilder(
                "ssh-keygen",
                "-q",
                "-t",
                type,
                "-N",
                "",
                "-f",
                directory.resolve("host").toString())
            .start();
    assertThat(made.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private void launch() throws Exception {
    Path configuration =
        Files.writeString(
            directory.resolve("configuration"),
            """
            ListenAddress 127.0.0.1
            Port %d
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM %s
            PasswordAuthentication no
            PermitRootLogin yes
            Subsystem sftp internal-sftp
            ForceCommand internal-sftp
            """
                .formatted(
                    port, directory.resolve("host"), directory.resolve("authorized"), pam()));
    process =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    long deadline = System.nanoTime() + START_WAIT.toNanos();
    while (!listens(port)) {
      assertThat(process.isAlive() && System.nanoTime() < deadline)
          .as(Files.readString(directory.resolve("log")))
          .isTrue();
      Thread.onSpinWait();
    }
  }

  /** Without PAM sshd lets nobody in whose password is locked, not even by a key. */
  private static String pam() throws IOException {
    Path shadow = Path.of("/etc/shadow");
    String user = System.getProperty("user.name");
    return Files.isReadable(shadow)
            && Files.readAllLines(shadow).stream().anyMatch(line -> line.startsWith(user + ":!"))
        ? "yes"
        : "no";
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  Place place(Path path) {
    return new Place(
        PlaceKind.SFTP,
        path.toString(),
        "127.0.0.1",
        port,
        System.getProperty("user.name"),
        null,
        null,
        null,
        null);
  }

  /** As {@code ssh-keygen -lf} shows it. */
  String fingerprint() throws Exception {
    Process shown =
        new ProcessBuilder("ssh-keygen", "-lf", directory.resolve("host.pub").toString()).start();
    return new String(shown.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[1];
  }

  /** As somebody else's server at the same address would. */
  void changesItsKey() throws Exception {
    changesItsKeyTo("ed25519");
  }

  void changesItsKeyTo(String type) throws Exception {
    close();
    makeKey(type);
    launch();
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
  }
}
