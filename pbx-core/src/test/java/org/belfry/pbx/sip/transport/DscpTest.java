package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mark on what SIP sends, as the kernel tells it of each socket. */
@Timeout(60)
@Rfc("2474")
class DscpTest {
  private static final int EXPEDITED = 0xb8;

  private final TestCa ca = new TestCa();

  @BeforeAll
  static void theKernelIsAsked() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, World.V4)) {
      assumeTrue(marks("tcp", any.getLocalPort()).size() == 1, "this machine has no ss");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 127.0.0.1", "false, 127.0.0.1", "true, ::1", "false, ::1"})
  @Rfc("3")
  void datagramsAreMarked(boolean epoll, String address) throws IOException {
    assumeTrue(!epoll || Epoll.isAvailable());
    InetAddress at = InetAddress.ofLiteral(address);
    assumeTrue(at.equals(World.V4) || World.hasV6(), "this machine has no ::1");
    try (World world = new World(epoll, TransportProperties.DEFAULT, at)) {
      assertThat(marks("udp", world.address(Transport.UDP).getPort())).containsExactly(0x60);
    }
    TransportProperties other = TransportProperties.DEFAULT.withTrafficClass(EXPEDITED);
    try (World world = new World(epoll, other, at)) {
      assertThat(marks("udp", world.address(Transport.UDP).getPort())).containsExactly(EXPEDITED);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 127.0.0.1", "false, 127.0.0.1", "true, ::1", "false, ::1"})
  void connectionsFromPhonesAndToThemAreMarked(boolean epoll, String address) throws IOException {
    assumeTrue(!epoll || Epoll.isAvailable());
    InetAddress at = InetAddress.ofLiteral(address);
    assumeTrue(at.equals(World.V4) || World.hasV6(), "this machine has no ::1");
    try (World world = new World(epoll, TransportProperties.DEFAULT, at);
        ServerSocket peer = new ServerSocket(0, 1, at)) {
      InetSocketAddress ours = world.address(Transport.TCP);
      try (Socket phone = new Socket(ours.getAddress(), ours.getPort())) {
        phone.getOutputStream().write(World.options("in", 0));
        var _ = world.mailbag.awaitOne();
        assertThat(marks("tcp", ours.getPort())).contains(0x60);
      }
      Hop out = Hop.to(Transport.TCP, new InetSocketAddress(at, peer.getLocalPort()));
      world.transports.send(World.options("out", 0), out);
      try (Socket accepted = peer.accept()) {
        assertThat(accepted.getInputStream().read()).isPositive();
        assertThat(marks("tcp", accepted.getPort())).containsExactly(0x60);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void encryptedConnectionsAreMarked(boolean epoll) throws IOException {
    assumeTrue(!epoll || Epoll.isAvailable());
    try (World world = world(epoll, Transport.TLS)) {
      InetSocketAddress ours = world.address(Transport.TLS);
      try (SSLSocket phone =
          (SSLSocket)
              ca.phone().getSocketFactory().createSocket(ours.getAddress(), ours.getPort())) {
        phone.getOutputStream().write(World.options("in", 0));
        var _ = world.mailbag.awaitOne();
        assertThat(marks("tcp", ours.getPort())).contains(0x60);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, WS", "true, WSS", "false, WS", "false, WSS"})
  void webSocketsAreMarked(boolean epoll, Transport transport) throws Exception {
    assumeTrue(!epoll || Epoll.isAvailable());
    try (World world = world(epoll, transport);
        HttpClient browser = HttpClient.newBuilder().sslContext(ca.phone()).build()) {
      int port = world.address(transport).getPort();
      String scheme = transport == Transport.WS ? "ws" : "wss";
      WebSocket socket =
          browser
              .newWebSocketBuilder()
              .subprotocols("sip")
              .buildAsync(
                  URI.create(scheme + "://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {})
              .get(10, TimeUnit.SECONDS);
      socket.sendText(new String(World.options("in", 0), UTF_8), true).get(10, TimeUnit.SECONDS);
      var _ = world.mailbag.awaitOne();
      assertThat(marks("tcp", port)).contains(0x60);
      socket.abort();
    }
  }

  @Test
  void noMarkIsPossibleToo() throws IOException {
    try (World world = new World(TransportProperties.DEFAULT.withTrafficClass(0), World.V4)) {
      assertThat(marks("udp", world.address(Transport.UDP).getPort())).containsExactly(0);
    }
  }

  private World world(boolean epoll, Transport transport) {
    return new World(
        epoll,
        TransportProperties.DEFAULT,
        List.of(transport),
        ca.identity("pbx", "ip:127.0.0.1"),
        World.V4);
  }

  /** Of the sockets with this local port; of IPv6 the traffic class. */
  private static List<Integer> marks(String protocol, int port) throws IOException {
    try {
      Process ss =
          new ProcessBuilder(
                  "ss",
                  "-Hna",
                  "--tos",
                  "udp".equals(protocol) ? "-u" : "-t",
                  "sport",
                  "=",
                  ":" + port)
              .redirectErrorStream(true)
              .start();
      String said = new String(ss.getInputStream().readAllBytes(), UTF_8);
      return said.lines()
          .filter(line -> line.contains("tos:"))
          .map(line -> line.replaceAll(line.contains("tclass:") ? ".*tclass:" : ".*tos:", ""))
          .map(rest -> Integer.decode(rest.replaceAll(" .*", "")))
          .toList();
    } catch (IOException e) {
      return List.of(); // there is no ss
    }
  }
}
