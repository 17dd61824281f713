package org.belfry.media.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.relay.Leg;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.MediaKind;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.StreamStart;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.UdpSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose a datagram is that comes to the port of all browsers (RFC 7983, RFC 8445 §7.2.2). */
class SharedPortTest {
  private static final byte[] RTP = {(byte) 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7};

  private final List<TransportAddress> sent = new ArrayList<>();
  private final SharedPort port =
      new SharedPort(
          new UdpSocket() {
            @Override
            public boolean receive(Packet packet, Sender sender) {
              return false;
            }

            @Override
            public boolean send(Packet packet, TransportAddress to) {
              return sent.add(to);
            }

            @Override
            public TransportAddress local() {
              throw new AssertionError("nobody asks for it");
            }

            @Override
            public void narrow(@Nullable TransportAddress peer) {
              throw new AssertionError("it is everybody's");
            }

            @Override
            public void close() {
              throw new AssertionError("it is everybody's");
            }
          });
  private final SharedPort.Claim alices = claim("alic");
  private final SharedPort.Claim bobs = claim("bobs");

  private SharedPort.Claim claim(String name) {
    SharedPort.Claim claim = port.claim();
    claim.belongsTo(new LegPort(leg(claim), claim, false));
    claim.called(name);
    return claim;
  }

  @SuppressWarnings("DataFlowIssue") // no loop is needed to be found
  private static LoopLeg leg(SharedPort.Claim claim) {
    Leg leg =
        new Leg(
            LegSettings.of(MediaKind.AUDIO),
            new StreamStart(1, 2, 3),
            new byte[] {'c'},
            claim,
            null,
            new Packet(),
            event -> {},
            0);
    return new LoopLeg(leg, null, claim, null, null);
  }

  private static byte[] check(String username) {
    byte[] name = username.getBytes(StandardCharsets.US_ASCII);
    int padded = name.length + 3 & ~3;
    return ByteBuffer.allocate(20 + 8 + 4 + padded)
        .putShort((short) 1)
        .putShort((short) (8 + 4 + padded))
        .putInt(0x2112A442)
        .put(new byte[12])
        .putShort((short) 0x0024) // PRIORITY comes first
        .putShort((short) 4)
        .putInt(1)
        .putShort((short) 0x0006)
        .putShort((short) name.length)
        .put(name)
        .array();
  }

  private @Nullable UdpSocket owner(byte[] datagram, int from) {
    Packet packet = new Packet();
    packet.copyFrom(datagram, 0, datagram.length);
    Sender sender = new Sender();
    sender.set(at(from));
    LegPort owner = port.owner(packet, sender);
    return owner == null ? null : owner.socket();
  }

  private static TransportAddress at(int port) {
    return TransportAddress.of(InetAddress.ofLiteral("192.0.2.9"), port);
  }

  @Test
  void aCheckGoesToTheLegItNamesWhereverItComesFrom() {
    assertThat(owner(check("alic:x"), 1)).isSameAs(alices);
    assertThat(owner(check("bobs:x"), 1)).isSameAs(bobs);
    bobs.selected(at(1), true);
    assertThat(owner(check("alic:x"), 1)).isSameAs(alices);
  }

  @Test
  void whatIsNoCheckGoesToTheLegThatHasSelectedItsSource() {
    assertThat(owner(RTP, 1)).isNull();
    alices.selected(at(1), true);
    bobs.selected(at(2), true);
    assertThat(owner(RTP, 1)).isSameAs(alices);
    assertThat(owner(RTP, 2)).isSameAs(bobs);
    bobs.selected(at(1), true); // the browser has begun another call with the same socket
    assertThat(owner(RTP, 1)).isSameAs(bobs);
    assertThat(port.unclaimed()).isEqualTo(1);
  }

  /**
   * Two agents that only answer use what a description says (RFC 8445 §2.5): it may say anything.
   */
  @Test
  void anAddressThatNoCheckHasProvedTakesNothingFromOthers() {
    alices.selected(at(1), true);
    bobs.selected(at(1), false);
    assertThat(owner(RTP, 1)).isSameAs(alices);
    bobs.selected(at(2), false);
    assertThat(owner(RTP, 2)).isSameAs(bobs);
    alices.selected(at(2), true);
    assertThat(owner(RTP, 2)).as("who proves it has it").isSameAs(alices);
    bobs.selected(at(2), false);
    assertThat(owner(RTP, 2)).isSameAs(alices);
  }

  @Test
  void aLegThatIsClosedTakesNothingOfTheOthersWithIt() {
    alices.selected(at(1), true);
    bobs.selected(at(1), true);
    alices.close();
    assertThat(owner(RTP, 1)).isSameAs(bobs);
    assertThat(owner(check("alic:x"), 1)).isNull();
    alices.called("late");
    alices.selected(at(3), true);
    assertThat(owner(check("late:x"), 3)).isNull();
    assertThat(owner(RTP, 3)).isNull();
  }

  @Test
  void aLegHasAFewNamesAndSourcesAndTheOldestGo() {
    for (int i = 0; i < 20; i++) {
      alices.called("name" + i);
      alices.selected(at(100 + i), true);
    }
    assertThat(owner(check("alic:x"), 1)).isNull();
    assertThat(owner(check("name19:x"), 1)).isSameAs(alices);
    assertThat(owner(RTP, 100)).isNull();
    assertThat(owner(RTP, 119)).isSameAs(alices);
  }

  @Test
  void garbageIsNobodys() {
    byte[] check = check("alic:x");
    for (int length = 0; length < check.length - 4; length++) {
      assertThat(owner(java.util.Arrays.copyOf(check, length), 1)).as("%s bytes", length).isNull();
    }
    assertThat(owner(check("alic"), 1)).isNull();
  }
}
