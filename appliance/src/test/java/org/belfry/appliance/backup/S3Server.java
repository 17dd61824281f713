package org.belfry.appliance.backup;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;

/** Adobe's S3Mock on a loopback port: keeps what it is given, takes any key. */
final class S3Server implements AutoCloseable {
  private static final Duration START_WAIT = Duration.ofSeconds(60);

  private final int port;
  private final Process process;

  private S3Server(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static S3Server start(Path directory) throws IOException {
    Files.createDirectories(directory);
    int port = freePort();
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                Path.of("target", "programs", "s3mock.jar").toString(),
                "--server.address=127.0.0.1",
                "--http.port=" + port,
                "--server.port=" + freePort(),
                "--com.adobe.testing.s3mock.store.root=" + directory.resolve("objects"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    S3Server server = new S3Server(port, process);
    await()
        .atMost(START_WAIT)
        .failFast("it ended; see " + log, () -> !process.isAlive())
        .until(server::listens);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /**
   * @param path bucket and folder
   */
  Place place(String path) {
    return new Place(
        PlaceKind.S3,
        null,
        null,
        null,
        null,
        "http://127.0.0.1:" + port + "/" + path,
        "eu-central-1",
        "key-of-ours",
        "secret-of-ours");
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
  }
}
