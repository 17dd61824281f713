package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class TlsTest {
  private final TestCa ca = new TestCa();
  private final TlsIdentity ours = ca.identity("pbx", "ip:127.0.0.1", "dns:pbx.example");

  boolean epoll() {
    return Epoll.isAvailable();
  }

  private World world() {
    return world(TransportProperties.DEFAULT);
  }

  private World world(TransportProperties properties) {
    return new World(epoll(), properties, List.of(Transport.TLS), ours, World.V4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aMessageComesInAndTheAnswerGoesBackOverTheSameConnection(String version) throws IOException {
    try (World world = world();
        SSLSocket phone = phone(world)) {
      phone.setEnabledProtocols(new String[] {version});
      write(phone, World.options("a", 5));
      var got = world.mailbag.awaitOne();
      assertThat(got.from().transport()).isEqualTo(Transport.TLS);
      assertThat(got.from().local()).isEqualTo(world.address(Transport.TLS));
      assertThat(got.from().remote()).isEqualTo(phone.getLocalSocketAddress());
      world.transports.send(World.options("answer", 0), got.from());
      assertThat(read(phone, World.options("answer", 0).length)).contains("Call-ID: answer");
      assertThat(phone.getSession().getProtocol()).isEqualTo(version);
      phone.close();
      world.mailbag.await(() -> !world.mailbag.closed.isEmpty(), "word of the closing");
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
      assertThat(world.mailbag.closed).containsExactly(got.from());
    }
  }

  @Test
  void nobodyNegotiatesAnewOnAConnection() throws IOException {
    try (World world = world();
        SSLSocket phone = phone(world)) {
      phone.setEnabledProtocols(new String[] {"TLSv1.2"});
      write(phone, World.options("a", 5));
      world.mailbag.awaitOne();
      assertThatThrownBy(
              () -> {
                phone.startHandshake();
                write(phone, World.options("b", 5));
                read(phone, 1);
              })
          .isInstanceOf(IOException.class);
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
    }
  }

  @Test
  void olderVersionsAreRefused() throws IOException {
    try (World world = world();
        SSLSocket phone = phone(world)) {
      assertThat(phone.getSupportedProtocols()).contains("TLSv1.1");
      phone.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(phone::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  @Rfc(value = "5626 4.4.1", other = true)
  void aPingIsAnsweredByAPong() throws IOException {
    try (World world = world();
        SSLSocket phone = phone(world)) {
      write(phone, "\r\n\r\n".getBytes(UTF_8));
      assertThat(read(phone, 2)).isEqualTo("\r\n");
    }
  }

  @Test
  void garbageAndTruncatedHandshakesAreCountedAndClosed() throws IOException {
    byte[] hello = {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3};
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    for (byte[] bad : List.of("OPTIONS sip:x SIP/2.0\r\n\r\n".getBytes(UTF_8), hello)) {
      try (World world = world();
          Socket attacker = plain(world)) {
        attacker.getOutputStream().write(bad);
        attacker.shutdownOutput();
        assertClosed(attacker);
        world.mailbag.await(() -> world.counted("handshakesFailed") == 1, "a failed handshake");
        world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
        assertThat(world.mailbag.received).isEmpty();
        assertThat(world.mailbag.closed).isEmpty();
      }
    }
    root.detachAppender(log);
    assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
  }

  @Test
  void aHandshakeThatIsNotFinishedIsGivenUp() throws IOException {
    try (World world = world(World.hasty(300, 60_000, 60_000, 10));
        Socket attacker = plain(world)) {
      attacker.getOutputStream().write(new byte[] {22, 3, 1});
      assertClosed(attacker);
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
      assertThat(world.counted("handshakesFailed") + world.counted("connectionsTimedOut"))
          .isPositive();
    }
  }

  @Test
  void whoeverNeverSaysAnythingIsClosed() throws IOException {
    try (World world = world(World.hasty(5000, 200, 60_000, 10));
        SSLSocket silent = phone(world)) {
      silent.startHandshake();
      assertClosed(silent);
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
    }
  }

  @Test
  void oneSourceCannotTakeAllConnections() throws IOException {
    try (World world = world(World.hasty(5000, 60_000, 60_000, 2));
        SSLSocket first = phone(world);
        SSLSocket second = phone(world)) {
      world.mailbag.regard = ConnectionPriority.BOUND;
      first.startHandshake();
      second.startHandshake();
      try (Socket third = plain(world)) {
        assertClosed(third);
      }
      assertThat(world.counted("connectionsRefused")).isEqualTo(1);
      first.close();
      world.mailbag.await(() -> world.counted("connections") == 1, "one connection");
      try (SSLSocket fourth = phone(world)) {
        write(fourth, World.options("fourth", 0));
        world.mailbag.awaitOne();
      }
    }
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsAndOldOnesStay() throws IOException {
    try (World world = world();
        SSLSocket before = phone(world)) {
      write(before, World.options("before", 0));
      Hop way = world.mailbag.awaitOne().from();
      TlsIdentity renewed = ca.identity("renewed", "ip:127.0.0.1");
      world.transports.secure(renewed);
      try (SSLSocket after = phone(world)) {
        after.startHandshake();
        assertThat(shown(after)).isEqualTo("CN=renewed");
        assertThat(shown(before)).isEqualTo("CN=pbx");
        world.transports.send(World.options("still", 0), way);
        assertThat(read(before, World.options("still", 0).length)).contains("still");
      }
    }
  }

  @Test
  @Rfc(value = "5922 7.2", other = true)
  void aServerMustShowACertificateForTheNameThatWasMeant() throws IOException {
    TlsIdentity theirs = ca.identity("other", "dns:sip.example.org");
    try (World world = world();
        SSLServerSocket server = server(theirs)) {
      Hop good = Hop.to(Transport.TLS, address(server), "sip.example.org");
      world.transports.send(World.options("good", 0), good);
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(10_000);
        assertThat(read(accepted, World.options("good", 0).length)).contains("good");
        byte[] message = World.options("evil", 0);
        world.transports.send(message, Hop.to(Transport.TLS, address(server), "evil.example"));
        try (Socket second = server.accept()) {
          second.setSoTimeout(10_000);
          // The alert, or the reset behind it when we are still writing our certificate.
          assertThatThrownBy(() -> second.getInputStream().read())
              .isInstanceOfAny(SSLException.class, SocketException.class);
        }
        var failure = world.mailbag.awaitFailure();
        assertThat(failure.why()).isEqualTo("TLS failed: the certificate is not for evil.example");
        assertThat(failure.message()).isSameAs(message);
        // The connection to the right name lives and is used again, for that name only.
        world.transports.send(World.options("again", 0), good);
        assertThat(read(accepted, World.options("again", 0).length)).contains("again");
      }
    }
  }

  @Test
  void aServerOfAnUnknownAuthorityIsNotBelievedUnlessWeAreToldTo() throws IOException {
    TestCa foreign = new TestCa();
    try (World world = world();
        SSLServerSocket server = server(foreign.identity("x", "ip:127.0.0.1"))) {
      Hop to = Hop.to(Transport.TLS, address(server));
      world.transports.send(World.options("no", 0), to);
      try (Socket accepted = server.accept()) {
        assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(IOException.class);
      }
      assertThat(world.mailbag.awaitFailure().why()).startsWith("TLS failed: ");
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
      world.transports.secure(new TlsIdentity(ours.key(), ours.chain(), ours.authorities(), true));
      world.transports.send(World.options("yes", 0), to);
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(10_000);
        assertThat(read(accepted, World.options("yes", 0).length)).contains("yes");
      }
    }
  }

  @Test
  void aPhonesConnectionThatIsGoneIsNotReplacedByOneToThePortItCameFrom() throws IOException {
    try (World world = world()) {
      Hop way;
      try (SSLSocket phone = phone(world)) {
        write(phone, World.options("bye", 0));
        way = world.mailbag.awaitOne().from();
      }
      world.mailbag.await(() -> !world.mailbag.closed.isEmpty(), "word of the closing");
      world.transports.send(World.options("late", 0), way);
      assertThat(world.mailbag.awaitFailure().why()).isEqualTo("the connection is closed");
    }
  }

  @Test
  void withoutACertificateNobodyGetsIn() throws IOException {
    try (World world =
            new World(
                epoll(), TransportProperties.DEFAULT, List.of(Transport.TLS), null, World.V4);
        Socket phone = plain(world)) {
      assertClosed(phone);
    }
  }

  private SSLServerSocket server(TlsIdentity identity) throws IOException {
    return (SSLServerSocket)
        ca.context(identity).getServerSocketFactory().createServerSocket(0, 10, World.V4);
  }

  private static InetSocketAddress address(SSLServerSocket server) {
    return new InetSocketAddress(World.V4, server.getLocalPort());
  }

  private SSLSocket phone(World world) throws IOException {
    InetSocketAddress to = world.address(Transport.TLS);
    SSLSocket phone =
        (SSLSocket) ca.phone().getSocketFactory().createSocket(to.getAddress(), to.getPort());
    phone.setSoTimeout(10_000);
    return phone;
  }

  private static Socket plain(World world) throws IOException {
    InetSocketAddress to = world.address(Transport.TLS);
    Socket socket = new Socket(to.getAddress(), to.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String shown(SSLSocket phone) throws IOException {
    X509Certificate first = (X509Certificate) phone.getSession().getPeerCertificates()[0];
    return first.getSubjectX500Principal().getName();
  }

  private static void write(Socket phone, byte[] bytes) throws IOException {
    phone.getOutputStream().write(bytes);
    phone.getOutputStream().flush();
  }

  private static String read(Socket phone, int length) throws IOException {
    return new String(phone.getInputStream().readNBytes(length), UTF_8);
  }

  private static void assertClosed(Socket phone) throws IOException {
    try {
      while (phone.getInputStream().read() >= 0) {
        continue; // an alert
      }
    } catch (SocketException | SSLException e) {
      assertThat(e).isNotNull(); // closed without a word
    }
  }
}
