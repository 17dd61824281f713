package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The built appliance, started as people start it: the boot jar in a process of its own, on
 * loopback where nothing else is said.
 */
final class RunningAppliance implements AutoCloseable {
  private static final String PASSWORD = "an-admin-password";
  private static final Path JAR = Path.of("target", "appliance-0.1.0-boot.jar").toAbsolutePath();

  private final Path data;
  private final int sipPort;
  private final int sipTlsPort = freePort();
  private final int httpsPort = freePort();
  private final Console console;
  private final Api api;

  RunningAppliance(Path data) {
    this(data, freePort());
  }

  /**
   * @param settings further options of its command line
   */
  RunningAppliance(Path data, int sipPort, String... settings) {
    this(data, "127.0.0.1", sipPort, settings);
  }

  /**
   * @param address of this machine, to listen on for everything
   */
  RunningAppliance(Path data, String address, int sipPort, String... settings) {
    this.data = data;
    this.sipPort = sipPort;
    assertThat(JAR).as("the boot jar; build with ./belfry test or mvn verify").exists();
    console =
        new Console(
            data.getParent(),
            Map.of("BELFRY_ADMIN_PASSWORD", PASSWORD),
            command(
                settings,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                JAR.toString(),
                "--belfry.data=" + data,
                "--belfry.bind=" + address,
                "--belfry.sip-port=" + sipPort,
                "--belfry.sip-tls-port=" + sipTlsPort,
                "--belfry.sip-ws-port=" + freePort(),
                "--belfry.sip-wss-port=" + freePort(),
                "--belfry.https-port=" + httpsPort,
                "--belfry.http-port=" + freePort()));
    api = new Api(address, httpsPort, "admin", PASSWORD);
    console.await("Belfry is ready", Duration.ofSeconds(90));
    assertThat(api.get("/actuator/health").path("status").asString()).isEqualTo("UP");
  }

  private static List<String> command(String[] settings, String... start) {
    List<String> command = new ArrayList<>(List.of(start));
    command.addAll(List.of(settings));
    return command;
  }

  Api api() {
    return api;
  }

  int sipPort() {
    return sipPort;
  }

  int sipTlsPort() {
    return sipTlsPort;
  }

  int httpsPort() {
    return httpsPort;
  }

  /** The directory of its certificates. */
  Path tls() {
    return data.resolve("tls");
  }

  Console console() {
    return console;
  }

  String log() {
    try {
      return Files.readString(data.resolve("log").resolve("belfry.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it as systemd would and sees that nothing of it is left. */
  @Override
  public void close() {
    List<ProcessHandle> children = console.process().descendants().toList();
    int code = console.end(Duration.ofSeconds(20));
    assertThat(code).as("exit code after SIGTERM").isIn(0, 143);
    assertThat(children).as("the database is the appliance's child").isNotEmpty();
    assertThat(children).as("processes left behind").noneMatch(ProcessHandle::isAlive);
  }

  /** A port that is free for UDP and TCP at this moment. */
  static int freePort() {
    for (int attempt = 0; attempt < 50; attempt++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
          DatagramSocket udp =
              new DatagramSocket(new InetSocketAddress("127.0.0.1", tcp.getLocalPort()))) {
        return udp.getLocalPort();
      } catch (IOException e) {
        continue; // taken for the other protocol: try the next
      }
    }
    throw new AssertionError("no port is free");
  }
}
