package org.belfry.media.turn;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunMessage;

/**
 * A message of anything from a client who has an allocation, as it is and signed with the right
 * password, and a stream of anything. Also a Jazzer target.
 */
public final class TurnFuzz {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private TurnFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    FakeClient.Ports ports = new FakeClient.Ports();
    IntegrityKey key = IntegrityKey.longTerm("alice", "belfry.test", "secret of alice");
    TurnServer server =
        new TurnServer(
            TurnSettings.of("belfry.test"),
            PeerPolicy.of(
                List.of(),
                Set.of(InetAddress.ofLiteral("203.0.113.5")),
                new PeerPolicy.Ports(50000, 60000)),
            (user, realm, now) ->
                user.equals("alice") ? new CredentialSource.Credential(user, key) : null,
            ports,
            new Random(1));
    FakeClient client = new FakeClient(server, "192.0.2.10", 5555, false);
    client.ask(client.allocate(), NOW);
    client.ask(
        client
            .request(Method.CHANNEL_BIND)
            .with(AttributeType.CHANNEL_NUMBER, 0x4000)
            .with(AttributeType.XOR_PEER_ADDRESS, FakeClient.at("198.51.100.20", 4000)),
        NOW);
    client.send(data, NOW);
    if (StunCodec.read(data) instanceof ReceivedStun stun) {
      signed(client, stun.message());
    }
    stream(data);
    server.tick(NOW.plusSeconds(4000));
    server.close();
    if (!ports.open.isEmpty()) {
      throw new AssertionError("a port stays open");
    }
  }

  private static void signed(FakeClient client, StunMessage message) {
    List<StunAttribute> plain =
        message.attributes().stream()
            .filter(a ->
                a.type() != AttributeType.USERNAME
                    && a.type() != AttributeType.REALM
                    && a.type() != AttributeType.NONCE)
            .toList();
    byte[] bytes;
    try {
      bytes =
          client.signed(
              new StunMessage(message.method(), message.stunClass(), message.id(), plain));
    } catch (IllegalArgumentException e) {
      return; // values that may be received and never sent
    }
    client.send(bytes, NOW);
  }

  private static void stream(byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data);
    for (int size = StreamFraming.next(in); size > 0; size = StreamFraming.next(in)) {
      in.position(in.position() + size);
    }
  }
}
