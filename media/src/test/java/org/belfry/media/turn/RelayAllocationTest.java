package org.belfry.media.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.media.AllocatedBytes;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.junit.jupiter.api.Test;

/** A channel's packets cost no memory, either way. */
class RelayAllocationTest {
  private static final InetSocketAddress PEER = FakeClient.at("198.51.100.20", 4000);
  private static final Sender SENDER = FakeClient.from(PEER);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** Takes everything and keeps nothing. */
  private static final class Ports implements RelayPorts {
    @Override
    public boolean has(int family) {
      return true;
    }

    @Override
    public RelayPort open(int family, boolean even) {
      return new RelayPort() {
        @Override
        public InetSocketAddress advertised() {
          return FakeClient.at("203.0.113.5", 50000);
        }

        @Override
        public int family() {
          return family;
        }

        @Override
        public void serve(Allocation owner) {}

        @Override
        public boolean send(ByteBuffer packet, TransportAddress peer) {
          return packet.remaining() == 172;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public RelayPort openNext(RelayPort before) {
      return null;
    }
  }

  @Test
  void nothingIsAllocatedForAPacketOfAChannel() {
    IntegrityKey key = IntegrityKey.longTerm("alice", "belfry.test", "secret of alice");
    TurnServer server =
        new TurnServer(
            TurnSettings.of("belfry.test").withLimits(1, 1, Integer.MAX_VALUE),
            new PeerPolicy(
                List.of(),
                List.of(),
                Set.of(InetAddress.ofLiteral("203.0.113.5")),
                List.of(new PeerPolicy.Ports(1, 2))),
            (user, realm, now) -> new CredentialSource.Credential(user, key),
            new Ports(),
            new Random(1));
    FakeClient client = new FakeClient(server, "192.0.2.10", 5555, false);
    client.ask(client.allocate(), NOW);
    client.ask(
        client
            .request(Method.CHANNEL_BIND)
            .with(AttributeType.CHANNEL_NUMBER, 0x4000)
            .with(AttributeType.XOR_PEER_ADDRESS, PEER),
        NOW);
    client.keeps = false;
    ByteBuffer up = ByteBuffer.allocateDirect(176);
    up.putShort(0, (short) 0x4000).putShort(2, (short) 172);
    ByteBuffer down = ByteBuffer.allocateDirect(300);
    int packets = 100_000;
    LongAdder relayed = new LongAdder();
    Runnable round =
        () -> {
          relay(server, client, up, down, packets);
          relayed.add(packets);
        };
    assertThat(AllocatedBytes.least(round)).isZero();
    assertThat(server.counters().of(TurnCounter.PACKETS_TO_PEERS)).isEqualTo(relayed.sum());
    assertThat(server.counters().of(TurnCounter.PACKETS_TO_CLIENTS)).isEqualTo(relayed.sum());
  }

  private static void relay(
      TurnServer server, FakeClient client, ByteBuffer up, ByteBuffer down, int packets) {
    for (int i = 0; i < packets; i++) {
      up.clear();
      server.fromClient(client, up, NOW);
      down.clear().position(60).limit(60 + 172);
      server.fromPeer(client.allocation(), down, SENDER);
    }
  }
}
