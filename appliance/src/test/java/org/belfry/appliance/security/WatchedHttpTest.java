package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WatchedHttpTest {
  private static final byte[] HELLO =
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Tomcat tomcat = new Tomcat();
  private final List<Socket> open = new ArrayList<>();
  @TempDir private Path directory;
  private final Connector connector = new Connector(WatchedHttp.class.getName());

  /** By a certificate of GreenMail's, which nobody vouches for. */
  private void encrypt() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
      keys.load(file, "changeit".toCharArray());
    }
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.RSA);
    certificate.setCertificateKeystore(keys);
    certificate.setCertificateKeystorePassword("changeit");
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    connector.setProperty("SSLEnabled", "true");
  }

  private void start(int ofASource, Predicate<InetAddress> spared) throws LifecycleException {
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    ((WatchedHttp) connector.getProtocolHandler()).limit(ofASource, spared, Duration.ofSeconds(2));
    tomcat.setBaseDir(directory.toString());
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(
        context,
        "hello",
        new HttpServlet() {
          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            response.getWriter().write("hello");
          }
        });
    context.addServletMappingDecoded("/", "hello");
    tomcat.start();
  }

  @AfterEach
  void stop() throws IOException, LifecycleException {
    for (Socket socket : open) {
      socket.close();
    }
    tomcat.stop();
    tomcat.destroy();
  }

  @Test
  void aHeaderThatTricklesIsCutOffAndOneThatIsQuickIsNot() throws Exception {
    start(100, source -> false);
    Socket quick = connected("127.0.0.1");
    assertThat(hello(quick)).isTrue();
    Socket slow = connected("127.0.0.1");
    slow.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(writesUntilCut(slow)).isBetween(1, 60);
    assertThat(hello(quick)).isTrue(); // idle all the while, which is no crime
  }

  @Test
  void aSourceHasSoManyConnectionsAndOthersHaveTheirs() throws Exception {
    start(5, InetAddress.ofLiteral("127.0.0.9")::equals);
    for (int i = 0; i < 5; i++) {
      assertThat(hello(connected("127.0.0.1"))).isTrue();
    }
    assertThat(hello(connected("127.0.0.1"))).isFalse();
    assertThat(hello(connected("127.0.0.2"))).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(hello(connected("127.0.0.9"))).as("allowed " + i).isTrue();
    }
  }

  @Test
  void whoHasClosedHisConnectionsMayComeAgain() throws Exception {
    start(2, source -> false);
    Socket first = connected("127.0.0.1");
    assertThat(hello(first)).isTrue();
    assertThat(hello(connected("127.0.0.1"))).isTrue();
    first.close();
    while (!hello(connected("127.0.0.1"))) {
      Thread.onSpinWait(); // counted anew each second; the time-out of the test is the limit
    }
  }

  @Test
  void handshakesWaitForTheirTurnAndRequestsDoNot() throws Exception {
    encrypt();
    start(100, source -> false);
    Socket early = encrypted(connected("127.0.0.1"));
    assertThat(hello(early)).isTrue();
    Semaphore turns = ((WatchedHttp) connector.getProtocolHandler()).handshakes();
    turns.acquire(WatchedHttp.HANDSHAKES_AT_ONCE); // as many others do
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> late = threads.submit(() -> hello(encrypted(connected("127.0.0.1"))));
      await().until(() -> turns.getQueueLength() == 1);
      assertThat(hello(early)).isTrue();
      assertThat(late.isDone()).isFalse();
      turns.release(WatchedHttp.HANDSHAKES_AT_ONCE);
      assertThat(late.get()).isTrue();
    }
    assertThat(turns.availablePermits()).isEqualTo(WatchedHttp.HANDSHAKES_AT_ONCE);
  }

  /**
   * Tomcat reuses the channel of a closed connection: a thread still waiting with it would continue
   * another connection's handshake.
   */
  @Test
  void whoHasWaitedTooLongForATurnIsHungUpOnInItsTurn() throws Exception {
    encrypt();
    start(100, source -> false);
    WatchedHttp http = (WatchedHttp) connector.getProtocolHandler();
    http.handshakes().acquire(WatchedHttp.HANDSHAKES_AT_ONCE);
    Socket waiting = connected("127.0.0.1");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = threads.submit(() -> hello(encrypted(waiting)));
      await().until(() -> http.handshakes().getQueueLength() == 1);
      Socket later = connected("127.0.0.1");
      assertThat(later.getInputStream().read()).as("says nothing, for too long").isNegative();
      assertThat(http.refused()).as("who waits is still there").isEqualTo(1);
      http.handshakes().release(WatchedHttp.HANDSHAKES_AT_ONCE);
      await().until(() -> http.refused() == 2);
      assertThat(hello(encrypted(connected("127.0.0.1")))).isTrue();
    }
    assertThat(http.handshakes().availablePermits()).isEqualTo(WatchedHttp.HANDSHAKES_AT_ONCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theFirstRequestIsAnsweredHoweverTheHandshakeEnds(String version) throws Exception {
    encrypt();
    start(100, source -> false);
    SSLSocket socket = encrypted(connected("127.0.0.1"));
    socket.setEnabledProtocols(new String[] {version});
    socket.startHandshake();
    assertThat(hello(socket)).isTrue();
  }

  @Test
  void aRequestIsAnsweredThatCameWithTheEndOfTheHandshake() throws Exception {
    encrypt();
    start(100, source -> false);
    HeldBack wire = new HeldBack();
    connect(wire, "127.0.0.1");
    SSLSocket socket = encrypted(wire);
    socket.setEnabledProtocols(new String[] {"TLSv1.3"}); // whose client speaks last
    socket.startHandshake();
    socket.getOutputStream().write(HELLO);
    wire.sendAll();
    assertThat(answersHello(socket)).isTrue();
  }

  @Test
  void whoFailsInAHandshakeIsHungUpOnAndGivesTheTurnBack() throws Exception {
    encrypt();
    start(100, source -> false);
    for (int i = 0; i < 2 * WatchedHttp.HANDSHAKES_AT_ONCE; i++) {
      Socket broken = connected("127.0.0.1");
      broken.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 4, 1, 0, 0, 0}); // no ClientHello
      assertThat(broken.getInputStream().readAllBytes()).hasSizeLessThan(10); // an alert at most
    }
    assertThat(hello(encrypted(connected("127.0.0.1")))).isTrue();
  }

  @Test
  void connectionsTakeAQuarterOfTheHeapAtMost() {
    assertThat(HttpLimits.connections(1024L << 20)).isEqualTo(3276);
    assertThat(HttpLimits.connections(16L << 30)).isEqualTo(8192);
    assertThat(HttpLimits.connections(64L << 20)).isEqualTo(512);
  }

  private Socket connected(String from) throws IOException {
    Socket socket = new Socket();
    connect(socket, from);
    return socket;
  }

  private void connect(Socket socket, String from) throws IOException {
    open.add(socket);
    socket.setSoTimeout(5000);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()));
  }

  private static boolean hello(Socket socket) {
    try {
      socket.getOutputStream().write(HELLO);
    } catch (IOException e) {
      return false;
    }
    return answersHello(socket);
  }

  private static boolean answersHello(Socket socket) {
    try {
      byte[] answer = new byte[1000];
      int length = 0;
      while (!new String(answer, 0, length, StandardCharsets.US_ASCII).contains("hello")) {
        int read = socket.getInputStream().read(answer, length, answer.length - length);
        if (read < 0) {
          return false;
        }
        length += read;
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** How many tenths of a second. */
  private static int writesUntilCut(Socket socket) throws IOException, InterruptedException {
    for (int i = 1; i < 200; i++) {
      try {
        socket.getOutputStream().write("X-A: b\r\n".charAt(i % 6));
        socket.setSoTimeout(100);
        if (socket.getInputStream().read() < 0) {
          return i;
        }
      } catch (java.net.SocketTimeoutException e) {
        continue; // it still waits for the rest
      } catch (SocketException e) {
        return i;
      }
    }
    return 200;
  }

  /** Trusts everybody; the handshake comes with what is written first. */
  private static SSLSocket encrypted(Socket wire) throws GeneralSecurityException, IOException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return (SSLSocket) tls.getSocketFactory().createSocket(wire, "x", 0, true);
  }

  /** Sends what is written first and keeps the rest, to send it at once. */
  private static final class HeldBack extends Socket {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean first = true;

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream wire = super.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          if (!first) {
            kept.write(bytes, from, length);
          } else {
            wire.write(bytes, from, length);
          }
          first = false;
        }
      };
    }

    void sendAll() throws IOException {
      super.getOutputStream().write(kept.toByteArray());
    }
  }
}
