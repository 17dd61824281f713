package org.belfry.media.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.belfry.media.AllocatedBytes;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.belfry.media.server.socket.EpollSockets;
import org.belfry.media.server.socket.NioSockets;
import org.belfry.media.server.socket.Sockets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server's sockets on loopback: limits of connections, and that nothing stays open. */
@Tag("adapter")
@Timeout(30)
class TurnSocketsTest {
  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
  private static final IntegrityKey KEY = IntegrityKey.longTerm("alice", "belfry.test", "secret");

  private static TurnSockets serve(Duration patience, int perSource) throws IOException {
    return serve(Sockets.best(), patience, perSource);
  }

  private static TurnSockets serve(Sockets sockets, Duration patience, int perSource)
      throws IOException {
    List<InetSocketAddress> any = List.of(new InetSocketAddress(LOCAL, 0));
    return TurnSockets.start(
        sockets,
        new TurnSockets.Listening(
            any,
            any,
            List.of(),
            null,
            List.of(new TurnSockets.RelayAddress(LOCAL, LOCAL)),
            47000,
            47999,
            10,
            perSource,
            patience),
        TurnSettings.of("belfry.test").withLimits(100, 100, 0),
        PeerPolicy.NONE,
        (user, realm, now) -> new CredentialSource.Credential(user, KEY),
        InstantSource.system(),
        new SecureRandom());
  }

  private static Socket connect(TurnSockets turn) throws IOException {
    Socket socket = new Socket(LOCAL, turn.tcpAddresses().getFirst().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static byte[] binding() {
    return StunCodec.write(
        StunMessage.request(Method.BINDING, new TransactionId(1, 2)),
        null,
        StunCodec.Signature.SHA1,
        false);
  }

  private static int read(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (java.net.SocketException reset) {
      return -1;
    }
  }

  @Test
  void aMessageMayComeByteByByte() throws Exception {
    try (TurnSockets turn = serve(Duration.ofSeconds(5), 10);
        Socket socket = connect(turn)) {
      for (byte each : binding()) {
        socket.getOutputStream().write(each);
        socket.getOutputStream().flush();
      }
      byte[] header = socket.getInputStream().readNBytes(20);
      byte[] rest = socket.getInputStream().readNBytes(ByteBuffer.wrap(header).getShort(2));
      byte[] whole = ByteBuffer.allocate(20 + rest.length).put(header).put(rest).array();
      StunMessage answer = ((ReceivedStun) StunCodec.read(whole)).message();
      assertThat(answer.address(AttributeType.XOR_MAPPED_ADDRESS).getPort())
          .isEqualTo(socket.getLocalPort());
    }
  }

  @Test
  void whoBeginsAMessageAndDoesNotEndItIsDisconnected() throws Exception {
    try (TurnSockets turn = serve(Duration.ofMillis(300), 10);
        Socket silent = connect(turn);
        Socket slow = connect(turn)) {
      slow.getOutputStream().write(new byte[] {0, 1, 0});
      assertThat(read(slow)).isEqualTo(-1);
      assertThat(read(silent)).isEqualTo(-1);
      awaitCount(turn, TurnCounter.CONNECTIONS_SLOW, 2);
    }
  }

  @Test
  void garbageEndsAConnection() throws Exception {
    try (TurnSockets turn = serve(Duration.ofSeconds(5), 10);
        Socket socket = connect(turn)) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
      assertThat(read(socket)).isEqualTo(-1);
    }
  }

  @Test
  void moreConnectionsOfASourceThanItMayHaveAreClosed() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (TurnSockets turn = serve(Duration.ofSeconds(5), 2)) {
      for (int i = 0; i < 3; i++) {
        sockets.add(connect(turn));
      }
      assertThat(read(sockets.get(2))).isEqualTo(-1);
      sockets.get(0).getOutputStream().write(binding());
      assertThat(read(sockets.get(0))).isEqualTo(1);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void closingFreesEveryPort() throws Exception {
    InetSocketAddress udp;
    InetSocketAddress relayed;
    try (TurnSockets turn = serve(Duration.ofSeconds(5), 2);
        DatagramChannel client = DatagramChannel.open()) {
      udp = turn.udpAddresses().getFirst();
      client.connect(udp);
      relayed = allocate(client);
      assertThat(relayed.getPort()).isBetween(47000, 47999);
    }
    for (InetSocketAddress freed : List.of(udp, relayed)) {
      try (DatagramChannel again = DatagramChannel.open()) {
        again.bind(freed);
      }
    }
  }

  static Stream<Sockets> sockets() {
    return EpollSockets.isSupported()
        ? Stream.of(new NioSockets(), new EpollSockets())
        : Stream.of(new NioSockets());
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void aBurstOfAClientComesBackWholeThoughOthersSendJunk(Sockets sockets) throws Exception {
    try (TurnSockets turn = serve(sockets, Duration.ofSeconds(5), 2);
        DatagramChannel client = DatagramChannel.open();
        DatagramChannel stranger = DatagramChannel.open();
        DatagramChannel peer = DatagramChannel.open()) {
      client.connect(turn.udpAddresses().getFirst());
      stranger.connect(turn.udpAddresses().getFirst());
      peer.bind(new InetSocketAddress(LOCAL, 0));
      InetSocketAddress relayed = allocate(client);
      bind(client, 0x4000, (InetSocketAddress) peer.getLocalAddress());
      ByteBuffer buffer = ByteBuffer.allocate(4000);
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 6; i++) {
          client.write(channelData(0x4000, "packet " + i));
          for (byte[] junk : junk()) {
            stranger.write(ByteBuffer.wrap(junk));
            client.write(ByteBuffer.wrap(junk));
          }
        }
        for (int i = 0; i < 6; i++) {
          buffer.clear();
          assertThat(peer.receive(buffer)).isEqualTo(relayed);
          assertThat(text(buffer.flip())).isEqualTo("packet " + i);
          peer.send(buffer.flip(), relayed);
        }
        for (int i = 0; i < 6; i++) {
          buffer.clear();
          client.read(buffer);
          assertThat(buffer.flip().getShort()).isEqualTo((short) 0x4000);
          assertThat((int) buffer.getShort()).isEqualTo(buffer.remaining());
          assertThat(text(buffer)).isEqualTo("packet " + i);
        }
      }
      awaitCount(turn, TurnCounter.PACKETS_TO_PEERS, 60); // counted when they are on their way
      awaitCount(turn, TurnCounter.PACKETS_TO_CLIENTS, 60);
      assertThat(turn.counters().of(TurnCounter.MALFORMED)).isPositive();
    }
  }

  private static List<byte[]> junk() {
    byte[] cut = new byte[20]; // says that it is longer than it is
    cut[0] = 0x40;
    cut[2] = 0x7f;
    byte[] unbound = new byte[20];
    unbound[0] = 0x4f;
    byte[] huge = new byte[3000];
    huge[0] = 0x40;
    return List.of(
        new byte[0], new byte[3], cut, unbound, huge, "OPTIONS sip:x SIP/2.0".getBytes());
  }

  @Test
  void strangersAndTooLongPacketsAtARelayedPortReachNobody() throws Exception {
    try (TurnSockets turn = serve(Duration.ofSeconds(5), 2);
        DatagramChannel client = DatagramChannel.open();
        DatagramChannel peer = DatagramChannel.open()) {
      client.connect(turn.udpAddresses().getFirst());
      peer.bind(new InetSocketAddress(LOCAL, 0));
      InetSocketAddress relayed = allocate(client);
      peer.send(ByteBuffer.wrap(new byte[100]), relayed); // no permission yet
      awaitCount(turn, TurnCounter.NO_PERMISSION, 1);
      bind(client, 0x4000, (InetSocketAddress) peer.getLocalAddress());
      peer.send(ByteBuffer.wrap(new byte[3000]), relayed);
      awaitCount(turn, TurnCounter.MALFORMED, 1);
      peer.send(ByteBuffer.wrap("good".getBytes()), relayed);
      ByteBuffer buffer = ByteBuffer.allocate(4000);
      client.read(buffer);
      assertThat(text(buffer.flip().position(4))).isEqualTo("good");
    }
  }

  @Test
  void aPacketOfAChannelAllocatesNothingSocketsAndAll() throws Exception {
    assumeTrue(EpollSockets.isSupported());
    try (TurnSockets turn = serve(Duration.ofSeconds(5), 2);
        DatagramChannel client = DatagramChannel.open();
        DatagramChannel peer = DatagramChannel.open()) {
      client.connect(turn.udpAddresses().getFirst());
      peer.bind(new InetSocketAddress(LOCAL, 0));
      InetSocketAddress relayed = allocate(client);
      bind(client, 0x4000, (InetSocketAddress) peer.getLocalAddress());
      // So few that most rounds fall between two ticks of 100 ms, which may allocate.
      Runnable round = () -> echo(client, peer, relayed, 100);
      assertThat(AllocatedBytes.least(loop(), round)).isZero();
    }
  }

  private static Thread loop() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("turn") && thread.isAlive())
        .max(Comparator.comparingLong(Thread::threadId)) // not one that another test has just ended
        .orElseThrow();
  }

  private static void echo(
      DatagramChannel client, DatagramChannel peer, InetSocketAddress relayed, int packets) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(400);
    try {
      for (int i = 0; i < packets; i++) {
        client.write(channelData(0x4000, "0123456789"));
        buffer.clear();
        peer.receive(buffer);
        peer.send(buffer.flip(), relayed);
        buffer.clear();
        client.read(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitCount(TurnSockets turn, TurnCounter counter, long count) {
    await().untilAsserted(() -> assertThat(turn.counters().of(counter)).isEqualTo(count));
  }

  private static ByteBuffer channelData(int number, String text) {
    ByteBuffer packet = ByteBuffer.allocate(4 + text.length());
    return packet
        .putShort((short) number)
        .putShort((short) text.length())
        .put(text.getBytes())
        .flip();
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new String(bytes);
  }

  private static StunMessage signed(DatagramChannel client, StunMessage request)
      throws IOException {
    StunMessage challenge = ask(client, StunCodec.write(request, null));
    return request
        .with(AttributeType.USERNAME, "alice")
        .with(AttributeType.REALM, "belfry.test")
        .with(AttributeType.NONCE, challenge.text(AttributeType.NONCE));
  }

  /** The relayed address. */
  private static InetSocketAddress allocate(DatagramChannel client) throws IOException {
    StunMessage request =
        StunMessage.request(Method.ALLOCATE, new TransactionId(3, 4))
            .with(AttributeType.REQUESTED_TRANSPORT, 17);
    return ask(client, StunCodec.write(signed(client, request), KEY))
        .address(AttributeType.XOR_RELAYED_ADDRESS);
  }

  private static void bind(DatagramChannel client, int number, InetSocketAddress peer)
      throws IOException {
    StunMessage request =
        StunMessage.request(Method.CHANNEL_BIND, new TransactionId(5, 6))
            .with(AttributeType.CHANNEL_NUMBER, number)
            .with(AttributeType.XOR_PEER_ADDRESS, peer);
    assertThat(ask(client, StunCodec.write(signed(client, request), KEY)).errorCode()).isZero();
  }

  private static StunMessage ask(DatagramChannel client, byte[] request) throws IOException {
    client.write(ByteBuffer.wrap(request));
    ByteBuffer answer = ByteBuffer.allocate(1500);
    client.read(answer);
    return ((ReceivedStun) StunCodec.read(answer.array(), 0, answer.position())).message();
  }
}
