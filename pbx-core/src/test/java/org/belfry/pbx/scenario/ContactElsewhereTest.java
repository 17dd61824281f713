package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts that name places where their owner is not. */
@Rfc("3261")
class ContactElsewhereTest {
  private static final Peer PEER =
      new Peer(
          1,
          "provider",
          InetAddress.ofLiteral("192.0.2.80"),
          0,
          "provider.example",
          null,
          Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.80", 5060)));

  @ParameterizedTest
  @Rfc("10.3")
  @ValueSource(
      strings = {
        "00900123@192.0.2.80", // the peer's
        "x@203.0.113.66:5070", // anybody's
        "x@10.0.0.1:5060", // ours
        "x@127.0.0.1:5038",
        "x@provider.example",
        "x@192.0.2.80;transport=tcp"
      })
  void nothingIsSentToAContactWhereThePhoneIsNot(String contact) {
    World world = World.withPeers(PEER);
    List<RawClient> others =
        List.of(
            new RawClient(world, "192.0.2.80", 5060), new RawClient(world, "203.0.113.66", 5070));
    RawClient phone = new RawClient(world, "198.51.100.9", 5060);
    SipResponse registered =
        phone.asksAs(
            "1001",
            Method.REGISTER,
            "sip:pbx.example",
            "From: <sip:1001@pbx.example>;tag=r\nTo: <sip:1001@pbx.example>\nCall-ID: r\n"
                + ("CSeq: 1 REGISTER\nContact: <sip:" + contact + ">\n"));
    assertThat(registered.status()).isEqualTo(200);
    PhoneCall call = world.phone("1002").registered().dials("1001");
    world.advance(Duration.ofSeconds(40));
    assertThat(others).allSatisfy(other -> assertThat(other.requests()).isEmpty());
    assertThat(phone.requests()).isNotEmpty();
    call.cancels();
  }

  /** A member of a group registers a colleague's Contact, and both ring all the same. */
  @Test
  void aBorrowedContactSilencesNobodyInAGroup() {
    World world = World.seeded(9019);
    SimulatedPhone bob = world.phone("1002").registered();
    RawClient thief = new RawClient(world, "198.51.100.9", 5060);
    registers(thief, "1003", "<" + world.server().bindings("1002").getFirst().contact() + ">", "");
    world.arranges(group("1003", "1002"));
    PhoneCall call = world.phone("1001").registered().dials("3500");
    world.advance(Duration.ofSeconds(5));
    assertThat(thief.requests()).isNotEmpty();
    assertThat(bob.calls()).as("bob's calls").isNotEmpty();
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 10);
    call.hangsUp();
    world.advanceUntil(() -> !world.records().isEmpty(), 10);
    assertThat(world.records().getFirst().takenBy()).isEqualTo("1002");
  }

  /** RFC 5626 §7: the call that comes by the second flow is the member's as well. */
  @Test
  void aMemberOfAGroupIsKnownByEachFlowOfThePhone() {
    World world = World.seeded(9022);
    RawClient first = new RawClient(world, "198.51.100.8", 5060);
    RawClient second = new RawClient(world, "198.51.100.9", 5060);
    String instance = ";+sip.instance=\"<urn:x:a>\";reg-id=";
    registers(first, "1002", "<sip:a@198.51.100.8>" + instance + 1, "Supported: outbound\n");
    registers(second, "1002", "<sip:a@198.51.100.9>" + instance + 2, "Supported: outbound\n");
    world.phone("1003").registered();
    world.arranges(group("1002", "1003"));
    PhoneCall call = world.phone("1001").registered().dials("3500");
    world.advanceUntil(() -> !second.requests().isEmpty(), 5);
    second.send(answer(second.requests().getFirst(), "430 Flow Failed"));
    world.advanceUntil(() -> !first.requests().isEmpty(), 5);
    first.send(answer(first.requests().getFirst(), "200 OK"));
    world.advanceUntil(call::isAnswered, 10);
    call.hangsUp();
    world.advanceUntil(() -> !world.records().isEmpty(), 10);
    assertThat(world.records().getFirst().takenBy()).isEqualTo("1002");
    assertThat(world.records().getFirst().attempts())
        .allSatisfy(attempt -> assertThat(attempt.step()).contains("group 3500"));
  }

  private static void registers(RawClient phone, String user, String contact, String fields) {
    SipResponse registered =
        phone.asksAs(
            user,
            Method.REGISTER,
            "sip:pbx.example",
            ("From: <sip:" + user + "@pbx.example>;tag=r\nTo: <sip:" + user + "@pbx.example>\n")
                + ("Call-ID: r" + user + phone.shown() + "\nCSeq: 1 REGISTER\n")
                + ("Contact: " + contact + "\n" + fields));
    assertThat(registered.status()).isEqualTo(200);
  }

  private static DialPlan group(String... members) {
    return DialPlan.EMPTY
        .edit()
        .groups(
            Map.of(
                "3500",
                new RingGroup(
                    "3500",
                    "Sales",
                    RingGroup.Strategy.ALL,
                    Stream.of(members)
                        .map(member -> new RingGroup.Member(member, Duration.ZERO))
                        .toList(),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(10),
                    true,
                    null)))
        .done();
  }

  private static String answer(SipRequest invite, String status) {
    StringBuilder lines = new StringBuilder("SIP/2.0 " + status + "\n");
    invite.values(HeaderName.VIA).forEach(via -> lines.append("Via: ").append(via).append('\n'));
    invite
        .values(HeaderName.RECORD_ROUTE)
        .forEach(route -> lines.append("Record-Route: ").append(route).append('\n'));
    return lines
        + ("From: " + invite.header(HeaderName.FROM) + "\n")
        + ("To: " + invite.header(HeaderName.TO) + ";tag=answers\n")
        + ("Call-ID: " + invite.callId() + "\n")
        + ("CSeq: " + invite.cseq().number() + " INVITE\n")
        + "Contact: <sip:a@198.51.100.8>\nContent-Length: 0\n\n";
  }

  /** A server in a network of the site registers for the phones behind it. */
  @Test
  @Rfc("10.2")
  void aContactInANetworkThatTheSiteNamesIsCalledThere() {
    World world = World.withPeers(PEER).arranges(phonesIn("203.0.113.64/26"));
    RawClient there = new RawClient(world, "203.0.113.66", 5070);
    RawClient phone = new RawClient(world, "198.51.100.9", 5060);
    register(phone, "x@203.0.113.66:5070");
    PhoneCall call = world.phone("1002").registered().dials("1001");
    world.advance(Duration.ofSeconds(1));
    assertThat(there.requests()).isNotEmpty();
    assertThat(there.requests().getFirst().uriText()).isEqualTo("sip:x@203.0.113.66:5070");
    assertThat(phone.requests()).isEmpty();
    call.cancels();
  }

  @ParameterizedTest
  @Rfc("10.3")
  @ValueSource(
      strings = {
        "00900123@192.0.2.80", // the peer's
        "x@10.0.0.1:5060", // ours
        "x@127.0.0.1:5038",
        "x@0.0.0.0",
        "x@224.0.1.75",
        "x@provider.example",
        "x@192.0.2.80;transport=tcp"
      })
  void noNetworkThatTheSiteNamesHasOursLoopbackOrPeers(String contact) {
    World world = World.withPeers(PEER).arranges(phonesIn("0.0.0.0/0"));
    RawClient peer = new RawClient(world, "192.0.2.80", 5060);
    RawClient phone = new RawClient(world, "198.51.100.9", 5060);
    register(phone, contact);
    PhoneCall call = world.phone("1002").registered().dials("1001");
    world.advance(Duration.ofSeconds(40));
    assertThat(peer.requests()).isEmpty();
    assertThat(phone.requests()).isNotEmpty();
    call.cancels();
  }

  private static DialPlan phonesIn(String network) {
    return DialPlan.EMPTY.edit().contactNetworks(List.of(IpNetwork.of(network))).done();
  }

  private static void register(RawClient phone, String contact) {
    SipResponse registered =
        phone.asksAs(
            "1001",
            Method.REGISTER,
            "sip:pbx.example",
            "From: <sip:1001@pbx.example>;tag=r\nTo: <sip:1001@pbx.example>\nCall-ID: r\n"
                + ("CSeq: 1 REGISTER\nContact: <sip:" + contact + ">\n"));
    assertThat(registered.status()).isEqualTo(200);
  }

  @Test
  void aContactDrawsNoCallsThatAreMeantForOthers() {
    World world = World.withPeers(PEER);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    RawClient provider = new RawClient(world, "192.0.2.80", 5060);
    RawClient thief = new RawClient(world, "198.51.100.9", 5060);
    for (String contact :
        List.of(
            "1002@pbx.example",
            "110@pbx.example",
            "110@10.0.0.1:5060",
            "x@192.0.2.80",
            "bob@203.0.113.66",
            "bob@customer.example",
            "x@provider.example")) {
      thief.asksAs(
          "1003",
          Method.REGISTER,
          "sip:pbx.example",
          "From: <sip:1003@pbx.example>;tag=r\nTo: <sip:1003@pbx.example>\n"
              + ("Call-ID: " + contact + "\nCSeq: 1 REGISTER\nContact: <sip:" + contact + ">\n"));
    }
    assertThat(world.server().bindings("1003")).hasSize(7);
    for (String dialled :
        List.of(
            "1002",
            "110",
            "110@10.0.0.1:5060",
            "x@192.0.2.80",
            "bob@203.0.113.66",
            "bob@customer.example",
            "x@provider.example")) {
      alice.dials(dialled);
      world.advance(Duration.ofSeconds(1));
      assertThat(thief.requests()).as(dialled).isEmpty();
    }
    assertThat(bob.calls()).hasSize(1);
    assertThat(provider.requests()).isNotEmpty();
  }

  /** Nobody knows which of the two is meant. */
  @Test
  void aContactThatTwoUsersHaveLeadsToNeither() {
    World world = World.seeded(641);
    SimulatedPhone carol =
        world.phoneBehindNat("1003").contactUser("x9").namedInContact("192.168.77.50").registered();
    SimulatedPhone thief =
        world.phoneBehindNat("1004").contactUser("x9").namedInContact("192.168.77.50").registered();
    PhoneCall call = world.phone("1001").registered().dials("x9@192.168.77.50");
    world.advance(Duration.ofSeconds(40));
    assertThat(call.isAnswered()).isFalse();
    assertThat(carol.calls()).isEmpty();
    assertThat(thief.calls()).isEmpty();
    world.settles();
  }

  @Test
  void strangersCallAddressesAndNotPhones() {
    World world = World.federating(Federation.BOTH);
    SimulatedPhone carol =
        world
            .phoneBehindNat("1003")
            .contactUser("x9")
            .namedInContact("10.0.0.1:40005")
            .registered();
    RawClient stranger = new RawClient(world, "203.0.113.66", 5060);
    SipResponse answer =
        stranger.asks(
            Method.INVITE,
            "sip:x9@10.0.0.1:40005",
            "From: <sip:x@elsewhere.example>;tag=f\nTo: <sip:x9@10.0.0.1>\nCall-ID: s\n"
                + "CSeq: 1 INVITE\nContact: <sip:x@203.0.113.66>\n");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(carol.calls()).isEmpty();
    world.settles();
  }

  @Test
  void whomAUserHasBlockedReachesNoPhoneOfTheirsByItsContact() {
    World world = World.seeded(642);
    world.arranges("1003", blocking("1001"));
    SimulatedPhone carol =
        world.phoneBehindNat("1003").contactUser("x9").namedInContact("abc.invalid").registered();
    PhoneCall call = world.phone("1001").registered().dials("x9@abc.invalid");
    PhoneCall other = world.phone("1002").registered().dials("x9@abc.invalid");
    world.advance(Duration.ofSeconds(1));
    assertThat(call.status()).isEqualTo(603);
    assertThat(carol.calls()).hasSize(1);
    other.cancels();
    world.settles();
  }

  private static CallSettings blocking(String number) {
    Site.Settings settings = new Site.Settings();
    settings.blocked = List.of(new NumberPattern(number));
    return settings.done();
  }
}
