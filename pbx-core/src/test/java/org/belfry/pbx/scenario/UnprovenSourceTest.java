package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Method;
import org.junit.jupiter.api.Test;

/** A datagram says where it comes from, and may lie: it buys neither rate nor repetitions. */
@Rfc("3261")
class UnprovenSourceTest {
  private static final InetSocketAddress VICTIM = new InetSocketAddress("203.0.113.66", 5060);
  private static final InetSocketAddress US = new InetSocketAddress("10.0.0.1", 5060);
  private final List<String> heard = new ArrayList<>();

  /** A To tag and any Route are not enough not to be counted, limited and shed. */
  @Test
  void aStrangerWithAMadeUpRouteIsLimitedLikeAnyOther() {
    World world = World.seeded(9004);
    RawClient stranger = new RawClient(world, "203.0.113.66", 5060);
    for (int i = 0; i < 5000; i++) {
      stranger.send(
          "BYE sip:x@pbx.example SIP/2.0\n"
              + ("Via: SIP/2.0/UDP " + stranger.shown() + ";branch=z9hG4bKr" + i + "\n")
              + "Route: <sip:x@10.0.0.1;lr>\n"
              + "Max-Forwards: 70\nFrom: <sip:x@y.example>;tag=f\nTo: <sip:x@pbx.example>;tag=t\n"
              + ("Call-ID: r" + i + "\nCSeq: 1 BYE\nContent-Length: 0\n\n"));
    }
    world.advance(Duration.ofMillis(500));
    assertThat(world.server().transactions()).isLessThan(1000);
  }

  /** A Route that cannot be read is counted before it is answered. */
  @Test
  void aStrangerWithAnUnreadableRouteIsLimitedToo() {
    World world = World.seeded(9022);
    listen(world);
    for (int i = 0; i < 5000; i++) {
      send(world, inDialog("<sip:x@10.0.0.1", "r" + i));
    }
    world.advance(Duration.ofMillis(500));
    assertThat(heard).hasSizeLessThan(1000);
  }

  @Test
  @Rfc("8.2.7")
  void aRefusalInAMadeUpDialogIsNotRepeatedToWhoNeverAsked() {
    World world = World.seeded(9005);
    listen(world);
    for (int i = 0; i < 10; i++) {
      send(world, inDialog("<sip:x@10.0.0.1;lr>", "v" + i));
    }
    world.advance(Duration.ofSeconds(40));
    assertThat(heard).hasSize(10);
    assertThat(world.server().transactions()).isZero();
  }

  @Test
  @Rfc("8.2.7")
  void anInviteToTheServerItselfIsRefusedOnceAndAlwaysAlike() {
    World world = World.seeded(9006);
    listen(world);
    for (int i = 0; i < 2; i++) {
      send(world, invite("sip:pbx.example", "w"));
      world.advance(Duration.ofSeconds(40));
    }
    assertThat(heard).hasSize(2);
    assertThat(heard.getFirst()).startsWith("SIP/2.0 484").isEqualTo(heard.getLast());
  }

  @Test
  void aForgedRequestWithAMadeUpRouteIsNoAmplifier() {
    World world = World.seeded(9021);
    listen(world);
    String text =
        "INVITE sip:a@b SIP/2.0\r\nv:SIP/2.0/UDP 203.0.113.66;branch=z9hG4bK1\r\n"
            + "Route:<sip:a@b>\r\nf:<sip:a@b>;tag=1\r\nt:<sip:a@b>;tag=2\r\ni:1\r\n"
            + "CSeq:1 INVITE\r\nMax-Forwards:9\r\nl:0\r\n\r\n";
    send(world, text);
    world.advance(Duration.ofSeconds(40));
    assertThat(heard.stream().mapToInt(String::length).sum()).isLessThan(3 * text.length());
  }

  /** Copies of an answered request are counted like others. */
  @Test
  @Rfc("17.2.2")
  void answersAreRepeatedWithinTheRateOfTheirSource() {
    World world = World.seeded(9031);
    listen(world);
    String options = invite("sip:pbx.example", "o").replace("INVITE", "OPTIONS");
    for (int i = 0; i < 5000; i++) {
      send(world, options);
    }
    world.advance(Duration.ofMillis(500));
    assertThat(heard).hasSizeBetween(2, 1000);
    assertThat(heard.getLast()).startsWith("SIP/2.0 200");
  }

  /** What is nobody's call yet is none that must pass. */
  @Test
  void emergencyCallsOfStrangersAreChallengedAtTheirRate() {
    World world = World.seeded(9032);
    listen(world);
    for (int i = 0; i < 5000; i++) {
      send(world, invite("sip:112@pbx.example", "e" + i));
    }
    world.advance(Duration.ofMillis(500));
    assertThat(heard).hasSizeBetween(2, 1000);
  }

  /** Where other domains may call: one refusal, for nothing was said before it. */
  @Test
  void aStrangerFromAnotherDomainIsRefusedOnce() {
    World world = World.federating(Federation.BOTH);
    listen(world);
    send(world, invite("sip:nobody@pbx.example", "f1"));
    world.advance(Duration.ofSeconds(40));
    assertThat(heard).singleElement().asString().startsWith("SIP/2.0 404");
  }

  /** A 100 has made the caller patient, so the refusal must not be lost: but thrice is enough. */
  @Test
  void aStrangersCallThatRingsIsRefusedThriceAtMost() {
    World world = World.federating(Federation.BOTH);
    listen(world);
    SimulatedPhone bob = world.phone("1002").registered();
    send(world, invite("sip:1002@pbx.example", "f2"));
    world.advanceUntil(() -> Talk.rings(bob), 20);
    bob.call().declines(486);
    world.advance(Duration.ofSeconds(40));
    assertThat(heard.stream().filter(m -> m.startsWith("SIP/2.0 486"))).hasSize(3);
    assertThat(heard).hasSizeLessThanOrEqualTo(5);
  }

  /** Whoever has answered our challenge is where it says: RFC 3261 §17.2.1 as it is written. */
  @Test
  void aUsersRefusalIsRepeatedUntilItIsAcknowledged() {
    World world = World.seeded(9023);
    RawClient phone = new RawClient(world, "198.51.100.9", 5060).thatNeverAcknowledges();
    phone.asksAs(
        "1001",
        Method.INVITE,
        "sip:4711@pbx.example",
        "From: <sip:1001@pbx.example>;tag=u\nTo: <sip:4711@pbx.example>\nCall-ID: u\n"
            + "CSeq: 1 INVITE\nContact: <sip:1001@198.51.100.9>\n");
    world.advance(Duration.ofSeconds(40));
    assertThat(phone.responses().stream().filter(r -> r.status() == 404)).hasSize(11);
  }

  private static String inDialog(String route, String id) {
    return "INVITE sip:x@pbx.example SIP/2.0\r\n"
        + ("Via: SIP/2.0/UDP 203.0.113.66:5060;branch=z9hG4bK" + id + "\r\n")
        + ("Route: " + route + "\r\n")
        + "Max-Forwards: 70\r\nFrom: <sip:x@y.example>;tag=f\r\n"
        + "To: <sip:x@pbx.example>;tag=t\r\n"
        + ("Call-ID: " + id + "\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");
  }

  private static String invite(String uri, String id) {
    return "INVITE "
        + uri
        + " SIP/2.0\r\n"
        + ("Via: SIP/2.0/UDP 203.0.113.66:5060;branch=z9hG4bK" + id + "\r\n")
        + "Max-Forwards: 70\r\nFrom: <sip:x@y.example>;tag=f\r\n"
        + ("To: <" + uri + ">\r\nContact: <sip:x@203.0.113.66>\r\n")
        + ("Call-ID: " + id + "\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");
  }

  private void listen(World world) {
    world.net().attach(VICTIM, d -> heard.add(text(d)));
  }

  private static void send(World world, String text) {
    world.net().send(new Datagram(VICTIM, US, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Datagram datagram) {
    return new String(datagram.bytes(), StandardCharsets.UTF_8);
  }
}
