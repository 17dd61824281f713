package org.belfry.media.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.media.relay.Dropped;
import org.belfry.media.relay.Flow;
import org.belfry.media.relay.Leg;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.MediaKind;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.relay.PayloadTypes;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.StreamStart;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.Poller;
import org.belfry.media.server.socket.UdpSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Legs that speak to each other, without sockets and threads. */
class ShortcutTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");

  private final Neighbours neighbours = new Neighbours();
  private final MediaLoop loop = loop();
  private final Side one = new Side(loop, 20_000);
  private final Side other = new Side(loop, 20_002);

  private static MediaLoop loop() {
    return new MediaLoop(
        new Blind(), () -> true, () -> 0, () -> Instant.EPOCH, Pace.OF_APPLICATIONS);
  }

  /** A leg with a port, and what it was given. */
  private final class Side implements UdpSocket, LoopLeg.End {
    final TransportAddress here;
    final LoopLeg looped;
    final List<TransportAddress> sent = new ArrayList<>();
    final List<Integer> heard = new ArrayList<>();

    Side(MediaLoop its, int port) {
      here = TransportAddress.of(HOST, port);
      Leg leg =
          new Leg(
              LegSettings.of(MediaKind.AUDIO),
              new StreamStart(port, 1, 1),
              new byte[] {1},
              new Shortcut(this, its, neighbours, here),
              null,
              new Packet(),
              event -> {},
              0);
      leg.sink((packet, now) -> heard.add(packet.payloadLength()));
      looped = new LoopLeg(leg, its, this, null, this);
      neighbours.add(looped, here);
    }

    Side facing(TransportAddress remote) {
      looped
          .leg()
          .apply(
              LegSettings.of(MediaKind.AUDIO)
                  .withRemote(remote)
                  .withFlow(Flow.BOTH)
                  .withPayloadTypes(PayloadTypes.of(Map.of(0, 8000)), Impairment.G711),
              0);
      return this;
    }

    void says(int octets) {
      looped.leg().send(packet(octets), 0);
    }

    @Override
    public boolean send(Packet packet, TransportAddress to) {
      sent.add(to);
      return true;
    }

    @Override
    public TransportAddress local() {
      return here;
    }

    @Override
    public void narrow(@Nullable TransportAddress peer) {
      // nobody else sends
    }

    @Override
    public boolean receive(Packet packet, Sender sender) {
      return false;
    }

    @Override
    public void close() {
      neighbours.remove(here);
    }

    @Override
    public void closed(LegTotals totals) {
      neighbours.remove(here);
    }

    @Override
    public void failed(RuntimeException fault) {
      throw fault;
    }
  }

  /** Knows no sockets. */
  private static final class Blind implements Poller {
    @Override
    public void add(UdpSocket socket, Object owner) {
      // never asked
    }

    @Override
    public void remove(UdpSocket socket) {
      // nothing to forget
    }

    @Override
    public int await(int millis) {
      return 0;
    }

    @Override
    public @Nullable Object owner(int index) {
      return null;
    }

    @Override
    public void wake() {
      // nobody waits
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private static Packet packet(int octets) {
    Packet packet = new Packet();
    packet.beginRtp(0, 1, 160, 7, octets);
    return packet;
  }

  @Test
  void twoLegsOfOneLoopGetEachOthersPacketsWithoutTheSystem() {
    one.facing(other.here);
    other.facing(one.here);
    one.says(160);
    other.says(80);
    assertThat(other.heard).containsExactly(160);
    assertThat(one.heard).containsExactly(80);
    assertThat(one.sent).isEmpty();
    assertThat(other.sent).isEmpty();
    assertThat(other.looped.leg().source()).isEqualTo(one.here);
    assertThat(one.looped.leg().totals().sent()).isOne();
    assertThat(one.looped.leg().totals().received()).isOne();
  }

  @Test
  void theLatchHoldsForThemAsForOthers() {
    one.facing(other.here);
    other.facing(TransportAddress.of(InetAddress.ofLiteral("192.0.2.7"), 4000));
    one.says(160);
    assertThat(other.heard).isEmpty();
    assertThat(other.looped.leg().dropped(Dropped.STRANGER)).isOne();
  }

  @Test
  void whatIsForAPhoneGoesByTheSocket() {
    TransportAddress phone = TransportAddress.of(HOST, 4000);
    one.facing(phone).says(160);
    assertThat(one.sent).containsExactly(phone);
  }

  @Test
  void aLegOfAnotherLoopIsReachedByTheSocket() {
    Side far = new Side(loop(), 20_004).facing(one.here);
    one.facing(far.here).says(160);
    assertThat(one.sent).containsExactly(far.here);
    assertThat(far.heard).isEmpty();
  }

  @Test
  void whoseLegIsClosedGetsNothingMore() {
    one.facing(other.here).says(160);
    other.looped.close();
    one.says(160);
    assertThat(one.sent).containsExactly(other.here);
  }

  /** Each of the two hears itself: what they say would go to and fro for ever. */
  @Test
  void twoThatSendEachOtherAllTheyGetComeToAnEnd() {
    one.facing(other.here).looped.leg().hears(one.looped.leg(), PayloadMap.SAME);
    other.facing(one.here).looped.leg().hears(other.looped.leg(), PayloadMap.SAME);
    one.says(160);
    assertThat(one.sent).hasSize(1);
    assertThat(other.sent).isEmpty();
  }
}
