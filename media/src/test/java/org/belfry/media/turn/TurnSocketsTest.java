package org.belfry.media.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's sockets on loopback: limits of connections, and that nothing stays open. */
@Tag("adapter")
@Timeout(30)
class TurnSocketsTest {
  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
  private static final IntegrityKey KEY = IntegrityKey.longTerm("alice", "belfry.test", "secret");

  private static TurnSockets serve(Duration patience, int perSource) throws IOException {
    List<InetSocketAddress> any = List.of(new InetSocketAddress(LOCAL, 0));
    return TurnSockets.start(
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
        TurnSettings.of("belfry.test"),
        new PeerPolicy(List.of(), Set.of(), 1, 65535),
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
      assertThat(turn.counters().of(TurnCounter.CONNECTIONS_SLOW)).isEqualTo(2);
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
      StunMessage allocate =
          StunMessage.request(Method.ALLOCATE, new TransactionId(3, 4))
              .with(AttributeType.REQUESTED_TRANSPORT, 17);
      StunMessage challenge = ask(client, StunCodec.write(allocate, null));
      StunMessage signed =
          allocate
              .with(AttributeType.USERNAME, "alice")
              .with(AttributeType.REALM, "belfry.test")
              .with(AttributeType.NONCE, challenge.text(AttributeType.NONCE));
      StunMessage answer = ask(client, StunCodec.write(signed, KEY));
      relayed = answer.address(AttributeType.XOR_RELAYED_ADDRESS);
      assertThat(relayed.getPort()).isBetween(47000, 47999);
    }
    for (InetSocketAddress freed : List.of(udp, relayed)) {
      try (DatagramChannel again = DatagramChannel.open()) {
        again.bind(freed);
      }
    }
  }

  private static StunMessage ask(DatagramChannel client, byte[] request) throws IOException {
    client.write(ByteBuffer.wrap(request));
    ByteBuffer answer = ByteBuffer.allocate(1500);
    client.read(answer);
    return ((ReceivedStun) StunCodec.read(answer.array(), 0, answer.position())).message();
  }
}
