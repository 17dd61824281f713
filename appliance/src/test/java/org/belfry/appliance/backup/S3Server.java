package org.belfry.appliance.backup;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.belfry.appliance.FreePorts;
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
    int port = FreePorts.next();
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
                "--server.port=" + FreePorts.next(),
                "--com.adobe.testing.s3mock.store.root=" + directory.resolve("objects"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    S3Server server = new S3Server(port, process);
    await()
        .atMost(START_WAIT)
        .failFast("it ended; see " + log, () -> !process.isAlive())
        .until(() -> SftpServer.listens(port));
    return server;
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
