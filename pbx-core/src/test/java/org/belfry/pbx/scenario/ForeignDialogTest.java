package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;

/** Requests that know a part of somebody's dialog, or come from elsewhere, do nothing to it. */
@Rfc("3261")
class ForeignDialogTest {
  private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.66", 5060);
  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);

  private final World world = World.seeded(3261);
  private final List<String> heard = new ArrayList<>();
  private int number;

  @Test
  @Rfc("12.2.2")
  void whoKnowsTheCallIdAndOneTagOfAnOutsideCallDoesNotEndIt() {
    SimulatedPhone provider = provider();
    PhoneCall call = outsideCall(provider);
    SipRequest invite = provider.call().received();
    assertThat(
            answer(
                new InetSocketAddress(Providers.BERLIN, 5060),
                "BYE",
                contact(invite),
                invite.callId(),
                "guessed",
                invite.fromTag(),
                ""))
        .startsWith("SIP/2.0 481");
    assertThat(call.isAnswered()).isTrue();
    ends(call, provider);
  }

  @Test
  void whoKnowsAllOfAnOutsideCallAndIsNotWhereItsTrunkIsDoesNotEndIt() {
    SimulatedPhone provider = provider();
    PhoneCall call = outsideCall(provider);
    SipRequest invite = provider.call().received();
    for (String method : List.of("BYE", "INVITE", "INFO", "REFER", "UPDATE")) {
      assertThat(
              answer(
                  STRANGER,
                  method,
                  contact(invite),
                  invite.callId(),
                  providersTag(provider.call()),
                  invite.fromTag(),
                  "Refer-To: <sip:1009@pbx.example>\n"))
          .startsWith("SIP/2.0 481");
    }
    assertThat(call.isAnswered()).isTrue();
    assertThat(call.changes()).isZero();
    ends(call, provider);
  }

  @Test
  void aProviderWithSeveralAddressesEndsACallFromAnyOfThem() {
    Trunk one = Providers.trunk("berlin", Providers.BERLIN);
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(
        Providers.by(
                new Trunk(
                    one.id(),
                    one.name(),
                    one.server(),
                    null,
                    false,
                    one.username(),
                    null,
                    one.password(),
                    List.of(
                        InetAddress.ofLiteral(Providers.BERLIN),
                        InetAddress.ofLiteral(Providers.SPARE)),
                    "e164",
                    one.number(),
                    0,
                    true,
                    false))
            .done());
    Providers.comeUp(world);
    PhoneCall call = outsideCall(provider);
    SipRequest invite = provider.call().received();
    assertThat(
            answer(
                new InetSocketAddress(Providers.SPARE, 5060),
                "BYE",
                contact(invite),
                invite.callId(),
                providersTag(provider.call()),
                invite.fromTag(),
                ""))
        .startsWith("SIP/2.0 200");
    world.advanceUntil(call::isEnded, 60);
    Providers.ends(world);
  }

  @Test
  @Rfc("12.2.2")
  void aGenuineRouteAndAWrongTagReachNoLegOfOurs() {
    SimulatedPhone provider = provider();
    PhoneCall call = outsideCall(provider);
    var ok = call.answer();
    assertThat(
            answer(
                STRANGER,
                "BYE",
                Grammar.nameAddr(ok.mandatory(HeaderName.CONTACT)).uri().text(),
                ok.callId(),
                "guessed",
                ok.toTag(),
                "Route: " + ok.mandatory(HeaderName.RECORD_ROUTE) + "\n"))
        .startsWith("SIP/2.0 481");
    assertThat(call.isAnswered()).isTrue();
    assertThat(world.server().liveCalls()).hasSize(1);
    ends(call, provider);
  }

  @Test
  void aGenuineRouteAndWrongTagsDoNotPressTheRecordKeyOfACall() {
    List<String> pressed = new ArrayList<>();
    world
        .server()
        .recordsBy((callId, extension, on) -> {
          pressed.add(callId);
          return RecordKeys.Answer.DONE;
        });
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, world.phone("1001").registered(), bob);
    var ok = call.answer();
    for (String tags : List.of("guessed " + ok.toTag(), ok.fromTag() + " guessed")) {
      String from = tags.substring(0, tags.indexOf(' '));
      String to = tags.substring(tags.indexOf(' ') + 1);
      answer(
          STRANGER,
          "INFO",
          "sip:1002@10.0.0.10",
          ok.callId(),
          from,
          to,
          "Record: on\nRoute: " + ok.mandatory(HeaderName.RECORD_ROUTE) + "\n");
    }
    assertThat(pressed).isEmpty();
    answer(
        new InetSocketAddress("10.0.0.11", 5060),
        "INFO",
        "sip:1002@10.0.0.10",
        ok.callId(),
        ok.fromTag(),
        ok.toTag(),
        "Record: on\nRoute: " + ok.mandatory(HeaderName.RECORD_ROUTE) + "\n");
    assertThat(pressed).containsExactly(ok.callId());
    Talk.ends(world, call, bob.call());
    world.settles();
  }

  @Test
  void whoKnowsBothTagsAndIsElsewhereActsForNoUser() {
    List<String> pressed = new ArrayList<>();
    world
        .server()
        .recordsBy((callId, extension, on) -> {
          pressed.add(callId);
          return RecordKeys.Answer.DONE;
        });
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    var ok = call.answer();
    String route = "Route: " + ok.mandatory(HeaderName.RECORD_ROUTE) + "\n";
    String contact = Grammar.nameAddr(ok.mandatory(HeaderName.CONTACT)).uri().text();
    assertThat(
            answer(
                STRANGER,
                "INFO",
                contact,
                ok.callId(),
                ok.fromTag(),
                ok.toTag(),
                "Record: off\n" + route))
        .startsWith("SIP/2.0 403");
    assertThat(pressed).isEmpty();
    assertThat(
            answer(
                STRANGER,
                "REFER",
                contact,
                ok.callId(),
                ok.fromTag(),
                ok.toTag(),
                "Refer-To: <sip:040123456@pbx.example>\n" + route))
        .startsWith("SIP/2.0 403");
    assertThat(bob.calls()).hasSize(1);
    Talk.ends(world, call, bob.call());
    world.settles();
  }

  @Test
  @Rfc("13.2.2.4")
  void whoOnlyRangIsNoPartyOfTheAnsweredCall() {
    List<String> pressed = new ArrayList<>();
    world
        .server()
        .recordsBy((callId, extension, on) -> {
          pressed.add(extension + " " + on);
          return RecordKeys.Answer.DONE;
        });
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone answering = world.phone("1002").registered();
    SimulatedPhone ringing = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(answering) && Talk.rings(ringing), 60);
    world.advance(Duration.ofSeconds(1));
    SipRequest invite = ringing.call().received();
    answering.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    String rang = tagThatOnlyRang(call);
    StringBuilder routes = new StringBuilder();
    invite
        .values(HeaderName.RECORD_ROUTE)
        .forEach(each -> routes.append("Route: ").append(each).append('\n'));
    for (String method : List.of("INFO", "REFER", "INVITE", "BYE")) {
      assertThat(
              answer(
                  new InetSocketAddress("10.0.0.12", 5060),
                  method,
                  contact(invite),
                  invite.callId(),
                  rang,
                  invite.fromTag(),
                  routes + "Record: off\nRefer-To: <sip:1009@pbx.example>\n"))
          .startsWith("SIP/2.0 481");
    }
    assertThat(pressed).isEmpty();
    assertThat(call.isEnded()).isFalse();
    assertThat(call.changes()).isZero();
    Talk.ends(world, call, answering.call());
    world.settles();
  }

  private String tagThatOnlyRang(PhoneCall call) {
    return world.server().trace(call.callId()).stream()
        .map(message -> new String(message.bytes(), StandardCharsets.UTF_8))
        .filter(message -> message.startsWith("SIP/2.0 180"))
        .flatMap(message -> message.lines().filter(line -> line.startsWith("To:")))
        .map(line -> line.substring(line.indexOf("tag=") + 4))
        .filter(tag -> !tag.equals(call.answer().toTag()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Rfc("9.1")
  void aCancelWithTheBranchAndAnotherCallIdCancelsNothing() {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(bob), 60);
    List<String> vias = bob.call().received().values(HeaderName.VIA);
    String branch = vias.getLast().replaceAll(".*branch=([^;]+).*", "$1");
    assertThat(branch).startsWith("z9hG4bK1001");
    world.net().attach(STRANGER, d -> heard.add(new String(d.bytes(), StandardCharsets.UTF_8)));
    send(
        STRANGER,
        """
        CANCEL sip:1002@pbx.example SIP/2.0
        Via: SIP/2.0/UDP %s;rport;branch=%s
        Max-Forwards: 70
        From: <sip:1001@pbx.example>;tag=x
        To: <sip:1002@pbx.example>
        Call-ID: another
        CSeq: %d CANCEL
        Content-Length: 0

        """
            .formatted(
                vias.getLast().replaceAll("SIP/2.0/UDP ([^;]+);.*", "$1"),
                branch,
                bob.call().received().cseq().number()));
    world.advance(Duration.ofSeconds(2));
    assertThat(heard).isNotEmpty().allMatch(each -> each.startsWith("SIP/2.0 481"));
    assertThat(bob.call().isRinging()).isTrue();
    call.cancels();
    world.advanceUntil(call::isEnded, 60);
    world.settles();
  }

  private SimulatedPhone provider() {
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(Providers.by(Providers.trunk("berlin", Providers.BERLIN)).done());
    Providers.comeUp(world);
    return provider;
  }

  private PhoneCall outsideCall(SimulatedPhone provider) {
    return Talk.dialling(world, world.phone("1001").registered(), "040123456", provider);
  }

  private void ends(PhoneCall call, SimulatedPhone provider) {
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  private static String contact(SipRequest invite) {
    return Grammar.nameAddr(invite.mandatory(HeaderName.CONTACT)).uri().text();
  }

  /** The tag that the provider has given itself in a call that we made. */
  private static String providersTag(PhoneCall call) {
    return call.replaces().replaceAll(".*from-tag%3D", "");
  }

  /** The final answer to a request that is made up. */
  private String answer(
      InetSocketAddress from,
      String method,
      String uri,
      String callId,
      String fromTag,
      String toTag,
      String fields) {
    heard.clear();
    InetSocketAddress at = new InetSocketAddress(from.getAddress(), 40_000 + ++number);
    world.net().attach(at, d -> heard.add(new String(d.bytes(), StandardCharsets.UTF_8)));
    send(
        at,
        (method + " " + uri + " SIP/2.0\n")
            + ("Via: SIP/2.0/UDP " + at.getAddress().getHostAddress() + ":" + at.getPort())
            + (";rport;branch=z9hG4bKforeign" + number + "\n")
            + "Max-Forwards: 70\n"
            + ("From: <sip:x@elsewhere.example>;tag=" + fromTag + "\n")
            + ("To: <sip:y@elsewhere.example>;tag=" + toTag + "\n")
            + ("Call-ID: " + callId + "\n")
            + ("CSeq: 900 " + method + "\n")
            + ("Contact: <sip:x@" + at.getAddress().getHostAddress() + ":" + at.getPort() + ">\n")
            + fields
            + "Content-Length: 0\n\n");
    world.advanceUntil(() -> heard.stream().anyMatch(m -> !m.startsWith("SIP/2.0 1")), 60);
    return heard.stream().filter(m -> !m.startsWith("SIP/2.0 1")).findFirst().orElseThrow();
  }

  private void send(InetSocketAddress from, String message) {
    byte[] bytes = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    world.net().send(new Datagram(from, SERVER, bytes));
  }
}
