package org.belfry.media.srtp.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpProtection;
import org.belfry.media.srtp.SrtpSuite;
import org.belfry.media.srtp.dtls.DtlsEvent.Closed;
import org.belfry.media.srtp.dtls.DtlsEvent.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * DTLS-SRTP with Debian's openssl (package openssl) over loopback, in both roles: the keys that
 * each side exports are the same (RFC 5764 §4.2).
 */
class OpenSslTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path dir;
  private final BlockingQueue<DtlsEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private DatagramSocket socket;
  private volatile SocketAddress peer;
  private volatile DtlsEndpoint endpoint;
  private Process openssl;

  @BeforeEach
  void socket() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void end() {
    socket.close();
    if (openssl != null) {
      openssl.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SRTP_AEAD_AES_128_GCM, AEAD_AES_128_GCM, ec",
    "SRTP_AEAD_AES_256_GCM, AEAD_AES_256_GCM, ec",
    "SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80, rsa",
    "SRTP_AES128_CM_SHA1_32, AES_CM_128_HMAC_SHA1_32, ec"
  })
  void opensslAsTheClientExportsTheSameKeys(String profile, SrtpSuite suite, String key)
      throws Exception {
    Dtls dtls = dtls();
    endpoint = open(dtls, DtlsRole.PASSIVE, certificate(key));
    Thread.ofVirtual().start(this::read);
    run(suite, "s_client", profile, "-connect", "127.0.0.1:" + socket.getLocalPort());
    SrtpProtection protection = keys();
    byte[] material = exported();
    assertThat(protection.isFor(keys(suite, material, false), keys(suite, material, true)))
        .isTrue();
    openssl.getOutputStream().write("Q\n".getBytes());
    openssl.getOutputStream().close();
    assertThat(events.poll(10, TimeUnit.SECONDS)).isInstanceOf(Closed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SRTP_AEAD_AES_128_GCM, AEAD_AES_128_GCM, ec",
    "SRTP_AEAD_AES_256_GCM, AEAD_AES_256_GCM, rsa",
    "SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80, ec"
  })
  void opensslAsTheServerExportsTheSameKeys(String profile, SrtpSuite suite, String key)
      throws Exception {
    Dtls dtls = dtls();
    Fingerprint theirs = certificate(key);
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    run(suite, "s_server", profile, "-accept", "127.0.0.1:" + port, "-Verify", "1");
    // Lines end when it listens; a ClientHello that comes too early is sent again anyway.
    endpoint = open(dtls, DtlsRole.ACTIVE, theirs);
    Thread.ofVirtual().start(this::read);
    SrtpProtection protection = keys();
    byte[] material = exported();
    assertThat(protection.isFor(keys(suite, material, true), keys(suite, material, false)))
        .isTrue();
    endpoint.close();
    assertThat(line("DONE", "CLOSED", "shut")).isNotNull();
  }

  private Dtls dtls() {
    DtlsSettings all =
        new DtlsSettings(
            List.of(
                SrtpSuite.AEAD_AES_128_GCM,
                SrtpSuite.AEAD_AES_256_GCM,
                SrtpSuite.AES_CM_128_HMAC_SHA1_80,
                SrtpSuite.AES_CM_128_HMAC_SHA1_32),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            1200,
            4,
            32);
    return new Dtls(
        DtlsIdentity.make(RANDOM, Instant.now()),
        all,
        RANDOM,
        Thread.ofVirtual().name("dtls-", 0).factory());
  }

  private DtlsEndpoint open(Dtls dtls, DtlsRole role, Fingerprint theirs) {
    return dtls.open(role, List.of(theirs), this::send, events::add);
  }

  private void send(byte[] datagram) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, peer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    byte[] buffer = new byte[2048];
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        peer = packet.getSocketAddress();
        endpoint.received(Arrays.copyOf(buffer, packet.getLength()));
      }
    } catch (SocketException e) {
      assertThat(socket.isClosed()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Fingerprint certificate(String key)
      throws IOException, InterruptedException, GeneralSecurityException {
    String[] kind =
        key.equals("ec")
            ? new String[] {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"}
            : new String[] {"-newkey", "rsa:2048"};
    List<String> command =
        new java.util.ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2"));
    command.addAll(List.of(kind));
    command.addAll(List.of("-subj", "/CN=peer", "-keyout", "key.pem", "-out", "cert.pem"));
    Process made =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("req.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    try (InputStream in = Files.newInputStream(dir.resolve("cert.pem"))) {
      return Fingerprint.of(
          "sha-256", CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded());
    }
  }

  private void run(SrtpSuite suite, String role, String profile, String... more)
      throws IOException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "openssl",
                role,
                "-dtls1_2",
                "-mtu",
                "1200",
                "-cert",
                "cert.pem",
                "-key",
                "key.pem",
                "-use_srtp",
                profile,
                "-keymatexport",
                "EXTRACTOR-dtls_srtp",
                "-keymatexportlen",
                String.valueOf(2 * (suite.keyLength() + suite.saltLength()))));
    command.addAll(List.of(more));
    openssl = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    Process started = openssl;
    Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader out = started.inputReader()) {
            out.lines().forEach(said::add);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private SrtpProtection keys() throws InterruptedException {
    DtlsEvent event = events.poll(15, TimeUnit.SECONDS);
    assertThat(event).as("openssl said %s", said).isInstanceOf(Connected.class);
    return ((Connected) event).protection();
  }

  private byte[] exported() throws InterruptedException {
    String line = line("Keying material: ");
    return HexFormat.of().parseHex(line.substring(line.indexOf(": ") + 2).strip());
  }

  private String line(String... parts) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      String next = said.poll(10, TimeUnit.SECONDS);
      if (next == null || Arrays.stream(parts).anyMatch(next::contains)) {
        return next;
      }
    }
    return null;
  }

  /** RFC 5764 §4.2: client key, server key, client salt, server salt. */
  private static SrtpKeys keys(SrtpSuite suite, byte[] material, boolean client) {
    int key = suite.keyLength();
    int salt = suite.saltLength();
    int keyAt = client ? 0 : key;
    int saltAt = 2 * key + (client ? 0 : salt);
    return new SrtpKeys(
        suite,
        Arrays.copyOfRange(material, keyAt, keyAt + key),
        Arrays.copyOfRange(material, saltAt, saltAt + salt));
  }
}
