package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.belfry.appliance.FreePorts;

/**
 * An authority that speaks ACME (Let's Encrypt's Pebble) and a DNS server (BIND) that it asks, both
 * on loopback. The DNS server has the zone {@code belfry.test} and takes updates signed by a key.
 */
final class Pebble implements AutoCloseable {
  /** Secret of the TSIG key {@code belfry} (hmac-sha256). */
  static final String SECRET = "c2VjcmV0IG9mIHRoZSB0ZXN0cyBvZiBCZWxmcnkgISE=";

  private static final Duration START = Duration.ofSeconds(15);
  private static final String LOOPBACK = "127.0.0.1";

  private final Path home;
  private final int port = FreePorts.next();
  private final int dnsPort = FreePorts.next();
  private final Process dns;
  private Process authority;

  /**
   * @param httpPort where it looks for HTTP-01
   * @param httpsPort where it looks for TLS-ALPN-01
   */
  Pebble(Path home, int httpPort, int httpsPort) throws IOException, InterruptedException {
    this.home = Files.createDirectories(home);
    certificate();
    Files.writeString(
        home.resolve("pebble.json"),
        """
        {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
          "certificate": "%s/cert.pem", "privateKey": "%s/key.pem", "httpPort": %d, "tlsPort": %d,
          "domainBlocklist": ["refused.belfry.test"]}}
        """
            .formatted(port, FreePorts.next(), home, home, httpPort, httpsPort));
    zone();
    dns = started("named", "-g", "-4", "-n", "1", "-c", home.resolve("named.conf").toString());
    listens(dns, dnsPort);
    start();
  }

  private void certificate() throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=pebble",
                    "-addext",
                    "subjectAltName=IP:127.0.0.1",
                    "-keyout",
                    "key.pem",
                    "-out",
                    "cert.pem"))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("openssl.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
  }

  private void zone() throws IOException {
    Files.writeString(
        home.resolve("belfry.test.zone"),
        """
        $TTL 60
        @ IN SOA ns root 1 3600 900 604800 60
        @ IN NS ns
        @ IN A 127.0.0.1
        ns IN A 127.0.0.1
        pbx IN A 127.0.0.1
        sip IN A 127.0.0.1
        closed IN A 127.0.0.9
        """);
    Files.writeString(
        home.resolve("named.conf"),
        """
        options {
          directory "%1$s"; pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key";
          listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
          recursion no; allow-transfer { none; }; dnssec-validation no; notify no;
        };
        controls { };
        key "belfry" { algorithm hmac-sha256; secret "%3$s"; };
        zone "belfry.test" {
          type primary; file "%1$s/belfry.test.zone";
          update-policy { grant belfry zonesub TXT; };
        };
        """
            .formatted(home, dnsPort, SECRET));
  }

  /** Starts the authority, anew and without memory when it has died. Refuses some good nonces. */
  void start() throws IOException {
    authority =
        started(
            "pebble",
            "-config",
            home.resolve("pebble.json").toString(),
            "-dnsserver",
            LOOPBACK + ":" + dnsPort);
    listens(authority, port);
  }

  /** Ends the authority at once. */
  void dies() throws InterruptedException {
    authority.destroyForcibly().waitFor();
  }

  private Process started(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve(command[0] + ".log").toFile()));
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.environment().put("PEBBLE_AUTHZREUSE", "0");
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "30");
    builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
    return builder.start();
  }

  private static void listens(Process process, int port) {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          assertThat(process.isAlive()).as("its log is beside its settings").isTrue();
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }

  String directory() {
    return "https://127.0.0.1:" + port + "/dir";
  }

  /** PEM of the root that the directory's own certificate is from. */
  String trust() throws IOException {
    return Files.readString(home.resolve("cert.pem"));
  }

  String dnsServer() {
    return LOOPBACK + ":" + dnsPort;
  }

  @Override
  public void close() throws InterruptedException {
    authority.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    dns.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
  }
}
