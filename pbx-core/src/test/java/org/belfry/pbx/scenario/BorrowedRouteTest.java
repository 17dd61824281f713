package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.call.Relay;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.NextHop;
import org.junit.jupiter.api.Test;

/** Whoever has once taken part in a call has a genuine Route of ours, and keeps it. */
@Rfc("3261")
class BorrowedRouteTest {
  private static final String VICTIM = "sip:x@192.0.2.66";
  private final World world = World.seeded(620);
  private final RawClient caller = new RawClient(world, "198.51.100.9", 5060);
  private final RawClient thief = new RawClient(world, "203.0.113.66", 5060);
  private final RawClient victim = new RawClient(world, "192.0.2.66", 5060);
  private String route;
  private String toTag;

  @Test
  @Rfc("16.4")
  void aNewCallWithTheRouteOfAnotherIsChallengedAndSentNowhere() {
    aCall();
    SipResponse answer =
        thief.asks(Method.INVITE, VICTIM, route + dialog("f", "", 7, Method.INVITE));
    assertThat(answer.status()).isEqualTo(407);
    assertThat(victim.requests()).isEmpty();
    over();
  }

  @Test
  @Rfc("16.6")
  void noRequestOfACallIsSentToAnAddressThatIsNotTheCalls() {
    aCall();
    for (Method method : List.of(Method.INVITE, Method.MESSAGE, Method.BYE)) {
      for (String target : List.of(VICTIM, "sip:x@192.0.2.66:5070", "sip:x@victim.example")) {
        SipResponse answer =
            thief.asks(method, target, route + dialog("f", ";tag=" + toTag, 8, method));
        assertThat(answer.status()).isEqualTo(403);
      }
    }
    thief.send(
        "ACK "
            + VICTIM
            + " SIP/2.0\nVia: SIP/2.0/UDP 203.0.113.66;branch=z9hG4bKa\n"
            + ("Max-Forwards: 70\n" + route + dialog("f", ";tag=" + toTag, 8, Method.ACK))
            + "Content-Length: 0\n\n");
    world.advance(Duration.ofSeconds(5));
    assertThat(victim.requests()).isEmpty();
    over();
  }

  @Test
  @Rfc("16.4")
  void aFurtherRouteToElsewhereIsNotFollowed() {
    aCall();
    SipResponse answer =
        thief.asks(
            Method.INFO,
            "sip:1002@10.0.0.10",
            route + "Route: <sip:192.0.2.66;lr>\n" + dialog("f", ";tag=" + toTag, 8, Method.INFO));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(victim.requests()).isEmpty();
    over();
  }

  /** What an application sends within a call is led like what a phone sends. */
  @Test
  @Rfc("12.2")
  void anApplicationIsLedNowhereByAContact() {
    world.server().install(new Relay("relay", "sip:1002@" + World.DOMAIN));
    RawClient service = new RawClient(world, "127.0.0.1", 5038);
    SimulatedPhone bob = world.phone("1002").registered();
    caller.asksAs(
        "1001",
        Method.INVITE,
        "sip:~relay@pbx.example",
        dialog("f", "", 1, Method.INVITE) + "Contact: <sip:1001@198.51.100.9:5060>\n");
    bob.call().answers();
    world.advance(Duration.ofSeconds(1));
    SipResponse answer = caller.responses().getLast();
    assertThat(answer.status()).isEqualTo(200);
    String to = NextHop.contactOf(answer).text();
    route = "Route: " + String.join(", ", answer.values(HeaderName.RECORD_ROUTE).reversed()) + "\n";
    caller.send(
        ("ACK " + to + " SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.9;branch=z9hG4bKack\n")
            + ("Max-Forwards: 70\n" + route)
            + dialog("f", ";tag=" + answer.toTag(), 1, Method.ACK)
            + "Content-Length: 0\n\n");
    world.advance(Duration.ofSeconds(1));
    bob.call().informs("one");
    world.advance(Duration.ofSeconds(1));
    assertThat(caller.requests()).isNotEmpty();
    SipResponse moved =
        caller.asks(
            Method.UPDATE,
            to,
            route
                + dialog("f", ";tag=" + answer.toTag(), 3, Method.UPDATE)
                + "Contact: <sip:x@127.0.0.1:5038>\n");
    assertThat(moved.status()).isEqualTo(200);
    bob.call().informs("two");
    world.advance(Duration.ofSeconds(1));
    assertThat(service.requests()).isEmpty();
  }

  /** A phone that takes a request with a strange To tag for a call would ring, or answer. */
  @Test
  @Rfc("16.4")
  void aGenuineRouteLeadsToNoPhoneButThoseOfItsCall() {
    SimulatedPhone bob = aCall();
    SimulatedPhone carol = world.phone("1003").registered();
    RawClient gruu = new RawClient(world, "198.51.100.40", 5060);
    gruu.asksAs("1004", Method.REGISTER, "sip:pbx.example", instance());
    for (boolean over : List.of(false, true)) {
      if (over) {
        bob.call().hangsUp();
        world.advance(Duration.ofSeconds(1));
      }
      for (Method method : List.of(Method.INVITE, Method.MESSAGE, Method.INFO)) {
        for (String target :
            List.of(
                "sip:1003@10.0.0.11:5060",
                "sip:1004@pbx.example;gr=urn:uuid:00000000-0000-1000-8000-000A95A0E128")) {
          SipResponse answer =
              caller.asks(
                  method, target, route + dialog("f", ";tag=" + toTag, over ? 30 : 20, method));
          assertThat(answer.status()).as(method + " " + target).isIn(403, 481);
        }
      }
    }
    assertThat(carol.calls()).isEmpty();
    assertThat(carol.texts()).isEmpty();
    assertThat(gruu.requests()).isEmpty();
    over();
  }

  private static String instance() {
    return "From: <sip:1004@pbx.example>;tag=f\nTo: <sip:1004@pbx.example>\n"
        + "Call-ID: gruu\nCSeq: 1 REGISTER\nSupported: gruu\n"
        + "Contact: <sip:1004@198.51.100.40:5060>"
        + ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\"\n";
  }

  /** A re-INVITE opens no microphone, and names nobody whom its sender is not. */
  @Test
  @Rfc("16.6")
  void aRequestOfACallSaysNothingThatItsFirstOneMayNot() {
    RawClient bob = new RawClient(world, "198.51.100.10", 5060);
    bob.asksAs(
        "1002",
        Method.REGISTER,
        "sip:pbx.example",
        "From: <sip:1002@pbx.example>;tag=f\nTo: <sip:1002@pbx.example>\nCall-ID: r\n"
            + "CSeq: 1 REGISTER\nContact: <sip:1002@198.51.100.10:5060>\n");
    caller.asksAs(
        "1001",
        Method.INVITE,
        "sip:1002@pbx.example",
        dialog("f", "", 1, Method.INVITE) + "Contact: <sip:1001@198.51.100.9:5060>\n");
    SipRequest invite = bob.requests().getLast();
    bob.send(
        invite
            .respond(200, "OK", "b")
            .add(HeaderName.RECORD_ROUTE, invite.header(HeaderName.RECORD_ROUTE))
            .add(HeaderName.CONTACT, "<sip:1002@198.51.100.10:5060>")
            .done()
            .toString()
            .replace("\r\n", "\n"));
    world.advance(Duration.ofSeconds(1));
    SipResponse answer = caller.responses().getLast();
    assertThat(answer.status()).isEqualTo(200);
    caller.asks(
        Method.INVITE,
        "sip:1002@198.51.100.10:5060",
        ("Route: " + answer.header(HeaderName.RECORD_ROUTE) + "\n")
            + dialog("f", ";tag=b", 8, Method.INVITE)
            + "Contact: <sip:1001@198.51.100.9:5060>\n"
            + "Answer-Mode: Auto\nCall-Info: <sip:x>;answer-after=0\n"
            + "Alert-Info: <http://127.0.0.1>;info=alert-autoanswer\n"
            + "P-Asserted-Identity: <sip:1000@pbx.example>\n"
            + "Remote-Party-ID: <sip:1000@pbx.example>\n");
    SipRequest again = bob.requests().getLast();
    assertThat(again.cseq().number()).isEqualTo(8);
    assertThat(again.toString())
        .doesNotContain("Answer-Mode")
        .doesNotContain("Call-Info")
        .doesNotContain("Alert-Info")
        .doesNotContain("P-Asserted-Identity")
        .doesNotContain("Remote-Party-ID");
  }

  /** RFC 3891 §3: only an INVITE that begins a dialog takes the place of another. */
  @Test
  void aRequestOfACallTakesNobodysPlace() {
    SimulatedPhone bob = aCall();
    for (String field : List.of("Replaces", "Join")) {
      SipResponse answer =
          caller.asks(
              Method.INVITE,
              "sip:1002@10.0.0.10:5060",
              route
                  + dialog("f", ";tag=" + toTag, 8, Method.INVITE)
                  + (field + ": other;to-tag=a;from-tag=b\n"));
      assertThat(answer.status()).isEqualTo(400);
    }
    assertThat(bob.call().changes()).isZero();
    over();
  }

  @Test
  @Rfc("16.4")
  void theRouteIsWorthNothingWithOtherTags() {
    aCall();
    SipResponse answer =
        thief.asks(
            Method.INFO, "sip:1002@10.0.0.10", route + dialog("g", ";tag=h", 8, Method.INFO));
    assertThat(answer.status()).isEqualTo(481);
    over();
  }

  @Test
  @Rfc("12.2")
  void aPhoneThatHasMovedDuringItsCallIsFoundWhereItSaysToBe() {
    SimulatedPhone bob = aCall();
    RawClient moved = new RawClient(world, "198.51.100.77", 5064);
    caller.asks(
        Method.UPDATE,
        "sip:1002@10.0.0.10:5060",
        route
            + dialog("f", ";tag=" + toTag, 3, Method.UPDATE)
            + "Contact: <sip:1001@198.51.100.77:5064>\n");
    bob.call().moves("sip:1001@198.51.100.77:5064");
    bob.call().informs("hello");
    world.advance(Duration.ofSeconds(1));
    assertThat(moved.requests()).isNotEmpty();
    over();
  }

  @Test
  @Rfc("12.2")
  void aPhoneThatSaysItHasMovedToAnAddressOfOursOrAPeersHasNot() {
    SimulatedPhone bob = aCall();
    for (String place : List.of("10.0.0.1:5060", "127.0.0.1:5038", "0.0.0.0")) {
      caller.asks(
          Method.UPDATE,
          "sip:1002@10.0.0.10:5060",
          route
              + dialog("f", ";tag=" + toTag, 3, Method.UPDATE)
              + ("Contact: <sip:1001@" + place + ">\n"));
      bob.call().moves("sip:1001@" + place);
      bob.call().informs("hello");
      world.advance(Duration.ofSeconds(1));
      assertThat(bob.call().heard()).last().asString().matches("INFO (403|481)");
    }
    over();
  }

  /** Otherwise its accomplice would have any phone ring, and from our address. */
  @Test
  @Rfc("12.2")
  void aPhoneThatSaysItHasMovedToAnothersPhoneHasNot() {
    SimulatedPhone bob = aCall();
    SimulatedPhone carol = world.phone("1003").registered();
    String place = "sip:1003@10.0.0.11:5060";
    caller.asks(
        Method.UPDATE,
        "sip:1002@10.0.0.10:5060",
        route + dialog("f", ";tag=" + toTag, 3, Method.UPDATE) + ("Contact: <" + place + ">\n"));
    bob.call().moves(place);
    bob.call().informs("hello");
    world.advance(Duration.ofSeconds(1));
    assertThat(bob.call().heard()).last().asString().matches("INFO (403|481)");
    assertThat(carol.calls()).isEmpty();
    over();
  }

  @Test
  @Rfc("8.1.1.8")
  void aStrangerWhoSaysToBeWhereOnlyOthersAreIsNotPutThrough() {
    World open = World.federating(Federation.BOTH);
    open.phone("1002").registered();
    RawClient stranger = new RawClient(open, "203.0.113.66", 5060);
    for (String place : List.of("10.0.0.1:5060", "127.0.0.1:5038", "0.0.0.0", "pbx.example")) {
      SipResponse answer =
          stranger.asks(
              Method.INVITE,
              "sip:1002@pbx.example",
              "From: <sip:x@elsewhere.example>;tag=f\nTo: <sip:1002@pbx.example>\n"
                  + ("Call-ID: a" + place + "\nCSeq: 1 INVITE\nContact: <sip:x@" + place + ">\n"));
      assertThat(answer.status()).isEqualTo(403);
    }
    open.settles();
  }

  @Test
  @Rfc("8.1.1.8")
  void aPeerWithSeveralAddressesMayNameAnyOfThem() {
    Peer cluster =
        new Peer(
            1,
            "cluster",
            List.of(InetAddress.ofLiteral("192.0.2.80"), InetAddress.ofLiteral("192.0.2.81")),
            0,
            "cluster.example",
            null,
            Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.80", 5060)),
            null);
    World site = World.withPeers(cluster);
    RawClient other = new RawClient(site, "192.0.2.81", 5060);
    SimulatedPhone bob = site.phone("1002").registered();
    SipResponse ringing =
        new RawClient(site, "192.0.2.80", 5060)
            .asks(
                Method.INVITE,
                "sip:1002@pbx.example",
                dialog("f", "", 1, Method.INVITE) + "Contact: <sip:x@192.0.2.81>\n");
    assertThat(ringing.status()).isEqualTo(180);
    bob.call().answers();
    bob.call().moves("sip:x@192.0.2.81");
    bob.call().informs("hello");
    site.advance(Duration.ofSeconds(1));
    assertThat(other.requests()).isNotEmpty();
  }

  /** Its own address is used instead. */
  @Test
  @Rfc("8.1.1.8")
  void aPhoneThatSaysToBeAtAPeerGetsTheRequestsOfItsCallItself() {
    Peer peer =
        new Peer(
            1,
            "provider",
            InetAddress.ofLiteral("192.0.2.80"),
            0,
            "provider.example",
            null,
            Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.80", 5060)));
    World site = World.withPeers(peer);
    RawClient atPeer = new RawClient(site, "192.0.2.80", 5060);
    RawClient liar = new RawClient(site, "198.51.100.9", 5060);
    SimulatedPhone bob = site.phone("1002").registered();
    liar.asksAs(
        "1001",
        Method.INVITE,
        "sip:1002@pbx.example",
        dialog("f", "", 1, Method.INVITE)
            + "Record-Route: <sip:192.0.2.80;lr>\nContact: <sip:00900123@192.0.2.80>\n");
    bob.call().answers();
    bob.call().moves("sip:00900123@192.0.2.80");
    bob.call().informs("hello");
    site.advance(Duration.ofSeconds(1));
    assertThat(atPeer.requests()).isEmpty();
  }

  @Test
  void aCallGoesOnAfterARestart() {
    SimulatedPhone alice = world.phone("1003").registered();
    SimulatedPhone home = world.phoneBehindNat("1004").registered();
    SimulatedPhone guest = world.phone("1005"); // calls, and is not registered
    for (SimulatedPhone from : List.of(alice, home, guest)) {
      for (SimulatedPhone to : List.of(alice, home)) {
        if (from != to) {
          PhoneCall call = from.dials(to.extension());
          world.advance(Duration.ofSeconds(1));
          to.call().answers();
          world.advance(Duration.ofSeconds(1));
          world.server().restarts();
          to.call().informs("up");
          call.informs("down");
          world.advance(Duration.ofSeconds(1));
          assertThat(call.heard()).contains("INFO up", "INFO 200");
          assertThat(to.call().heard()).contains("INFO down", "INFO 200");
          call.hangsUp();
          world.advance(Duration.ofSeconds(1));
          assertThat(to.call().isEnded()).isTrue();
        }
      }
    }
  }

  /** 1001, played by hand, has called 1002. */
  private SimulatedPhone aCall() {
    SimulatedPhone bob = world.phone("1002").registered();
    SipResponse ringing =
        caller.asksAs(
            "1001",
            Method.INVITE,
            "sip:1002@pbx.example",
            dialog("f", "", 1, Method.INVITE) + "Contact: <sip:1001@198.51.100.9:5060>\n");
    assertThat(ringing.status()).isEqualTo(180);
    List<String> recorded = ringing.values(HeaderName.RECORD_ROUTE);
    route = "Route: " + String.join(", ", recorded.reversed()) + "\n";
    toTag = ringing.toTag();
    bob.call().answers();
    world.advance(Duration.ofSeconds(1));
    caller.send(
        "ACK sip:1002@10.0.0.10:5060 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.9;branch=z9hG4bKack\n"
            + ("Max-Forwards: 70\n" + route + dialog("f", ";tag=" + toTag, 1, Method.ACK))
            + "Content-Length: 0\n\n");
    world.advance(Duration.ofSeconds(1));
    return bob;
  }

  /** What the call allows goes on to work: its own BYE. */
  private void over() {
    SipResponse bye =
        caller.asks(
            Method.BYE,
            "sip:1002@10.0.0.10:5060",
            route + dialog("f", ";tag=" + toTag, 9, Method.BYE));
    assertThat(bye.status()).isEqualTo(200);
    world.settles();
  }

  private static String dialog(String fromTag, String to, int number, Method method) {
    return "From: <sip:1001@pbx.example>;tag=%s%nTo: <sip:1002@pbx.example>%s%nCall-ID: lent%n"
            .formatted(fromTag, to)
        + "CSeq: %d %s%n".formatted(number, method);
  }
}
