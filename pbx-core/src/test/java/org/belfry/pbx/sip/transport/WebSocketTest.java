package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@Rfc("7118")
class WebSocketTest {
  private final TestCa ca = new TestCa();
  private final TlsIdentity ours = ca.identity("pbx", "ip:127.0.0.1");

  boolean epoll() {
    return Epoll.isAvailable();
  }

  private World world(TransportProperties properties) {
    return new World(epoll(), properties, List.of(Transport.WS, Transport.WSS), ours, World.V4);
  }

  private World world() {
    return world(TransportProperties.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WS", "WSS"})
  @Rfc("5")
  void oneMessageOfTheSocketIsOneMessageOfSip(Transport transport) throws Exception {
    try (World world = world()) {
      Browser browser = new Browser();
      WebSocket socket = browser.open(world, transport);
      assertThat(socket.getSubprotocol()).isEqualTo("sip");
      // Without Content-Length, which WebSocket does not need, and in two fragments.
      byte[] message = World.options("a", 5);
      String text = new String(message, UTF_8).replace("Content-Length: 5\r\n", "");
      socket.sendText(text.substring(0, 30), false).get(10, TimeUnit.SECONDS);
      socket.sendText(text.substring(30), true).get(10, TimeUnit.SECONDS);
      var got = world.mailbag.awaitOne();
      assertThat(got.message().callId()).isEqualTo("a");
      assertThat(got.from().transport()).isEqualTo(transport);
      assertThat(got.from().local()).isEqualTo(world.address(transport));
      socket.sendBinary(ByteBuffer.wrap(World.options("b", 0)), true).get(10, TimeUnit.SECONDS);
      world.mailbag.await(() -> world.mailbag.count.get() == 2, "two messages");
      world.transports.send(World.options("answer", 3), got.from());
      world.mailbag.await(() -> !browser.texts.isEmpty(), "an answer");
      assertThat(browser.texts.getFirst()).isEqualTo(new String(World.options("answer", 3), UTF_8));
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(10, TimeUnit.SECONDS);
      world.mailbag.await(() -> !world.mailbag.closed.isEmpty(), "word of the closing");
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
      assertThat(world.mailbag.closed).containsExactly(got.from());
      // Nobody connects to a browser.
      world.transports.send(World.options("late", 0), got.from());
      assertThat(world.mailbag.awaitFailure().to()).isEqualTo(got.from());
      assertThat(world.transports.route(Hop.to(transport, got.from().remote()))).isNull();
    }
  }

  @Test
  @Rfc("5")
  void whatIsNotUtf8GoesAsBinary() throws Exception {
    try (World world = world()) {
      Browser browser = new Browser();
      WebSocket socket = browser.open(world, Transport.WS);
      socket.sendText(new String(World.options("a", 0), UTF_8), true).get(10, TimeUnit.SECONDS);
      Hop way = world.mailbag.awaitOne().from();
      byte[] latin = new String(World.options("ä", 0), UTF_8).getBytes(ISO_8859_1);
      world.transports.send(latin, way);
      world.mailbag.await(() -> !browser.binaries.isEmpty(), "an answer");
      assertThat(browser.binaries.getFirst()).isEqualTo(latin);
      world.transports.send(World.options("ä", 0), way);
      world.mailbag.await(() -> !browser.texts.isEmpty(), "an answer");
      assertThat(browser.texts.getFirst()).contains("Call-ID: ä");
    }
  }

  /** A dialog's Route of before a restart names one by its number. */
  @Test
  void theNumberOfAnothersWebSocketLeadsToNobody() throws Exception {
    try (World world = world()) {
      WebSocket socket = new Browser().open(world, Transport.WS);
      socket.sendText(new String(World.options("a", 0), UTF_8), true).get(10, TimeUnit.SECONDS);
      Hop way = world.mailbag.awaitOne().from();
      assertThat(world.transports.route(of(way.remote(), way))).isNotNull();
      InetSocketAddress other = new InetSocketAddress("192.0.2.7", way.remote().getPort());
      assertThat(world.transports.route(of(other, way))).isNull();
    }
  }

  private static Hop of(InetSocketAddress remote, Hop way) {
    return new Hop(way.transport(), null, remote, way.connection());
  }

  @Test
  @Rfc("6")
  void pingsAndLineEndsAreAnswered() throws Exception {
    try (World world = world()) {
      Browser browser = new Browser();
      WebSocket socket = browser.open(world, Transport.WS);
      socket.sendPing(ByteBuffer.wrap("hi".getBytes(UTF_8))).get(10, TimeUnit.SECONDS);
      world.mailbag.await(() -> browser.pongs.contains("hi"), "a pong");
      socket.sendText("\r\n\r\n", true).get(10, TimeUnit.SECONDS);
      world.mailbag.await(() -> browser.texts.contains("\r\n"), "a line end");
      assertThat(world.counted("keepalives")).isEqualTo(2);
      assertThat(world.counted("garbage")).isZero();
    }
  }

  @Test
  void whoAnswersPingsStaysAndWhoDoesNotIsClosed() throws Exception {
    try (World world = world(World.hasty(2000, 60_000, 100, 10))) {
      Browser browser = new Browser();
      WebSocket socket = browser.open(world, Transport.WS);
      socket.sendText(new String(World.options("a", 0), UTF_8), true).get(10, TimeUnit.SECONDS);
      Hop way = world.mailbag.awaitOne().from();
      try (Socket dead = raw(world)) {
        dead.getOutputStream().write(upgrade("sip", ""));
        assertThat(head(dead)).startsWith("HTTP/1.1 101");
        dead.getOutputStream().write(masked(1, World.options("dead", 0)));
        world.mailbag.await(() -> world.mailbag.closed.size() == 1, "word of the closing");
      }
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
      assertThat(browser.pings.get()).isPositive();
      world.transports.send(World.options("alive", 0), way);
      world.mailbag.await(() -> !browser.texts.isEmpty(), "an answer");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /ws HTTP/1.1  | sip       |                                 | 101",
        "GET / HTTP/1.1    | xmpp, sip |                                 | 101",
        "GET /ws HTTP/1.1  | sip       | Origin: https://127.0.0.1:8443  | 101",
        "GET /ws HTTP/1.1  | sip       | Origin: https://evil.example    | 403",
        "GET /ws HTTP/1.1  | sip       | Origin: null                    | 403",
        "GET /ws HTTP/1.1  | xmpp      |                                 | 400",
        "GET /ws HTTP/1.1  |           |                                 | 400",
        "GET /other HTTP/1.1 | sip     |                                 | 404",
        "POST /ws HTTP/1.1 | sip       |                                 | 405",
      })
  @Rfc("4.1")
  void upgrade(String line, String protocol, String origin, int status) throws Exception {
    try (World world = world();
        Socket client = raw(world)) {
      String request = new String(upgrade(protocol, origin == null ? "" : origin), UTF_8);
      client.getOutputStream().write(request.replace("GET /ws HTTP/1.1", line).getBytes(UTF_8));
      assertThat(head(client)).startsWith("HTTP/1.1 " + status + " ");
      if (status != 101) {
        assertThat(world.counted("webSocketsRefused")).isEqualTo(1);
        client.getInputStream().readAllBytes();
        world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
      }
    }
  }

  @Test
  void plainHttpIsToldToUpgrade() throws Exception {
    try (World world = world();
        Socket client = raw(world)) {
      client.getOutputStream().write("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(head(client))
          .startsWith("HTTP/1.1 426 ")
          .containsIgnoringCase("upgrade: websocket");
    }
  }

  @Test
  void halfOpenUpgradesAreGivenUp() throws Exception {
    try (World world = world(World.hasty(200, 60_000, 60_000, 10));
        Socket client = raw(world)) {
      client.getOutputStream().write("GET /ws HTTP/1.1\r\nHost:".getBytes(UTF_8));
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
    }
  }

  @Test
  void aMessageThatDoesNotEndIsGivenUp() throws Exception {
    var impatient =
        World.withTimeouts(java.time.Duration.ofMillis(300), java.time.Duration.ofSeconds(50), 10);
    try (World world = world(impatient);
        Socket client = raw(world)) {
      client.getOutputStream().write(upgrade("sip", ""));
      assertThat(head(client)).startsWith("HTTP/1.1 101");
      byte[] whole = masked(1, World.options("slow", 0));
      client.getOutputStream().write(Arrays.copyOf(whole, whole.length - 1));
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
    }
  }

  @Test
  void hugeMessagesUnmaskedFramesAndGarbageCloseTheSocket() throws Exception {
    byte[] huge = {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 0x7F, 0, 0, 0, 1, 2, 3, 4};
    byte[] unmasked = {(byte) 0x81, 2, 'h', 'i'};
    byte[] garbage = masked(1, "hello".getBytes(UTF_8));
    byte[] reserved = {(byte) 0xF1, (byte) 0x80, 1, 2, 3, 4};
    for (byte[] bad : List.of(huge, unmasked, garbage, reserved)) {
      try (World world = world();
          Socket client = raw(world)) {
        client.getOutputStream().write(upgrade("sip", ""));
        assertThat(head(client)).startsWith("HTTP/1.1 101");
        client.getOutputStream().write(bad);
        client.getInputStream().readAllBytes();
        world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
        assertThat(world.mailbag.received).isEmpty();
        world.mailbag.await(
            () -> world.counted(bad == huge ? "tooLarge" : "garbage") == 1, "one that is counted");
      }
    }
  }

  @Test
  @Rfc(value = "6455 7.4.1", other = true)
  void whoIsClosedForWhatItSentIsToldWhy() throws Exception {
    byte[] garbage = masked(1, "hello".getBytes(UTF_8));
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    for (int i = 0; i < 6; i++) {
      byte[] part = masked(i == 0 ? 1 : 0, World.options("long", 60_000));
      part[0] &= 0x7F; // it goes on
      parts.writeBytes(part);
    }
    byte[] tooLong = parts.toByteArray();
    for (byte[] bad : List.of(garbage, tooLong)) {
      try (World world = world();
          Socket client = raw(world)) {
        client.getOutputStream().write(upgrade("sip", ""));
        assertThat(head(client)).startsWith("HTTP/1.1 101");
        client.getOutputStream().write(bad);
        DataInputStream in = new DataInputStream(client.getInputStream());
        assertThat(in.readUnsignedByte()).isEqualTo(0x88);
        byte[] told = in.readNBytes(in.readUnsignedByte());
        int status = (told[0] & 0xFF) << 8 | told[1] & 0xFF;
        assertThat(status).isEqualTo(bad == garbage ? 1007 : 1009);
        assertThat(new String(told, 2, told.length - 2, UTF_8)).startsWith("it sent ");
      }
    }
  }

  private static Socket raw(World world) throws IOException {
    InetSocketAddress to = world.address(Transport.WS);
    Socket socket = new Socket(to.getAddress(), to.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static byte[] upgrade(String protocol, String more) {
    return ("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + (protocol == null ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n")
            + (more.isEmpty() ? "" : more + "\r\n")
            + "\r\n")
        .getBytes(UTF_8);
  }

  /** The head of an HTTP response, and not a byte more. */
  private static String head(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readByte());
    }
    return head.toString();
  }

  /** A whole frame as a client sends it. */
  private static byte[] masked(int opcode, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x80 | opcode);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    out.writeBytes(new byte[] {0, 0, 0, 0});
    out.writeBytes(payload);
    return out.toByteArray();
  }

  /** The JDK's WebSocket client, which answers pings by itself. */
  private final class Browser implements WebSocket.Listener {
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<byte[]> binaries = new CopyOnWriteArrayList<>();
    final List<String> pongs = new CopyOnWriteArrayList<>();
    final java.util.concurrent.atomic.AtomicInteger pings =
        new java.util.concurrent.atomic.AtomicInteger();
    private final StringBuilder part = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    WebSocket open(World world, Transport transport) throws Exception {
      CompletableFuture<WebSocket> opened =
          HttpClient.newBuilder()
              .sslContext(ca.phone())
              .build()
              .newWebSocketBuilder()
              .subprotocols("sip")
              .buildAsync(
                  URI.create(
                      (transport == Transport.WS ? "ws" : "wss")
                          + "://127.0.0.1:"
                          + world.address(transport).getPort()
                          + "/ws"),
                  this);
      return opened.get(10, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        texts.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] chunk = new byte[data.remaining()];
      data.get(chunk);
      bytes.writeBytes(chunk);
      if (last) {
        binaries.add(bytes.toByteArray());
        bytes.reset();
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
      pings.incrementAndGet();
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      pongs.add(UTF_8.decode(message).toString());
      socket.request(1);
      return null;
    }
  }
}
