package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody does by another's phone, in another's name or at another's expense. */
class InAnothersNameTest {
  @Test
  void aFullTrunkCarriesAnEmergencyCall() {
    World world = World.seeded(9003);
    SimulatedPhone provider = provider(world, 1);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall first = Talk.dialling(world, alice, "040123456", provider);
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall help = bob.dials("112");
    world.advanceUntil(() -> help.status() != 0 || provider.calls().size() > 1, 30);
    assertThat(help.status()).as("the answer to 112").isBetween(0, 299);
    assertThat(Talk.rings(provider)).isTrue();
  }

  /** One of those who ring sees the caller's Via, and so all that a CANCEL needs. */
  @Test
  void whoOnlyRingsDoesNotCancelTheCallForAll() {
    World world = World.seeded(9007);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(bob), 20);
    SipRequest invite = bob.call().received();
    List<String> vias = invite.values(HeaderName.VIA);
    RawClient thief = new RawClient(world, "203.0.113.66", 5060);
    thief.send(
        "CANCEL sip:1002@pbx.example SIP/2.0\n"
            + ("Via: " + vias.getLast() + "\n")
            + "Max-Forwards: 70\n"
            + ("From: " + invite.header(HeaderName.FROM) + "\n")
            + ("To: " + invite.header(HeaderName.TO) + "\n")
            + ("Call-ID: " + invite.callId() + "\n")
            + ("CSeq: " + invite.cseq().number() + " CANCEL\nContent-Length: 0\n\n"));
    world.advance(Duration.ofSeconds(2));
    assertThat(call.isEnded()).as("alice's call").isFalse();
    assertThat(Talk.rings(bob)).isTrue();
  }

  /** Who forwards to a feature code has each caller switch what is the caller's own. */
  @Test
  void aForwardToAFeatureCodeSwitchesNothingOfTheCallers() {
    World world = World.seeded(9008);
    List<String> ran = features(world);
    world.arranges("1002", new Site.Settings().forward(On.CALL, "dial:*720900123456").done());
    PhoneCall call = world.phone("1001").registered().dials("1002");
    world.advance(Duration.ofSeconds(5));
    assertThat(ran).as("who switched what").isEmpty();
    assertThat(call.isEnded()).isTrue();
  }

  /** Who may not call abroad has a colleague's phone do so, whom it has only talked to. */
  @Test
  void aColleaguesPhoneIsNotSentAbroadByAUserWhoMayNot() {
    World world = World.seeded(9009);
    SimulatedPhone provider = provider(world, 0);
    world.arranges("1002", abroad());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    call.refers("sip:0033140000000@" + World.DOMAIN);
    world.advance(Duration.ofSeconds(10));
    assertThat(provider.calls().stream().filter(c -> c.received() != null).count()).isZero();
  }

  /** A short number means to each phone what its own user has saved under it. */
  @Test
  void aColleaguesPhoneIsNotSentToItsOwnSpeedDial() {
    World world = World.seeded(9023);
    SimulatedPhone provider = provider(world, 0);
    world.arranges(
        DialPlan.EMPTY
            .edit()
            .trunks(world.server().directory().dialPlan().trunks())
            .routes(world.server().directory().dialPlan().routes())
            .country("DE")
            .areaCode("30")
            .features(Map.of("*67", FeatureCode.ANONYMOUS_CALL))
            .done());
    Site.Settings savedAbroad = new Site.Settings();
    savedAbroad.permissions =
        new Permissions(Set.of(NumberClass.NATIONAL, NumberClass.INTERNATIONAL), Set.of());
    savedAbroad.speedDials = Map.of("77", "0033140000000");
    world.arranges("1002", savedAbroad.done());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    String here = "@" + World.DOMAIN;
    for (String dialled : List.of("sip:77" + here, "sip:*6777" + here, "tel:77")) {
      call.refers(dialled);
      world.advance(Duration.ofSeconds(10));
      assertThat(provider.calls().stream().filter(c -> c.received() != null)).isEmpty();
      assertThat(bob.calls()).as("bob follows " + dialled).hasSize(1);
    }
  }

  /** A REFER needs no call to have a phone dial (RFC 3515 §2.4.4). */
  @Test
  void aReferOutsideADialogIsCheckedLikeACallOfItsSender() {
    World world = World.seeded(9024);
    SimulatedPhone provider = provider(world, 0);
    world.arranges("1002", abroad());
    List<String> ran = features(world);
    SimulatedPhone bob = world.phone("1002").registered();
    RawClient thief = new RawClient(world, "198.51.100.9", 5060);
    for (String target : List.of("0033140000000", "*720900123456")) {
      var answer =
          thief.asksAs(
              "1001",
              Method.REFER,
              "sip:1002@pbx.example",
              "From: <sip:1001@pbx.example>;tag=r\nTo: <sip:1002@pbx.example>\n"
                  + ("Call-ID: refer" + target.length() + "\nCSeq: 1 REFER\n")
                  + ("Contact: <sip:1001@198.51.100.9>\nRefer-To: <sip:" + target)
                  + ("@" + World.DOMAIN + ">\n"));
      assertThat(answer.status()).as(target).isEqualTo(403);
    }
    world.advance(Duration.ofSeconds(10));
    assertThat(ran).isEmpty();
    assertThat(bob.calls()).isEmpty();
    assertThat(provider.calls().stream().filter(c -> c.received() != null)).isEmpty();
  }

  private static CallSettings abroad() {
    Site.Settings settings = new Site.Settings();
    settings.permissions =
        new Permissions(Set.of(NumberClass.NATIONAL, NumberClass.INTERNATIONAL), Set.of());
    return settings.done();
  }

  static SimulatedPhone provider(World world, int channels) {
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    Trunk trunk = Providers.with(Providers.trunk("berlin", Providers.BERLIN), channels, false);
    world.arranges(
        Providers.by(trunk)
            .inbound(
                List.of(
                    new InboundNumber(
                        new NumberPattern("+4930555"),
                        "berlin",
                        null,
                        new Destination.Dial("1001"),
                        null)))
            .done());
    Providers.comeUp(world);
    return provider;
  }

  /** The same by a transfer: the victim's phone follows it, and dials as the victim. */
  @Test
  void aTransferToAFeatureCodeSwitchesNothingOfTheTransferees() {
    World world = World.seeded(9014);
    List<String> ran = features(world);
    SimulatedPhone thief = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, thief, bob);
    call.refers("sip:*720900123456@" + World.DOMAIN);
    world.advance(Duration.ofSeconds(10));
    assertThat(ran).as("who switched what").isEmpty();
  }

  /** And by a stranger, where strangers may call. */
  @Test
  void aStrangerTransfersNobodyToAFeatureCode() {
    World world = World.federating(Federation.BOTH);
    List<String> ran = features(world);
    SimulatedPhone stranger = world.foreign("eve", "evil.example", "203.0.113.66");
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.dialling(world, stranger, "1002@pbx.example", bob);
    call.refers("sip:*720900123456@" + World.DOMAIN);
    world.advance(Duration.ofSeconds(10));
    assertThat(ran).as("who switched what").isEmpty();
  }

  /** With the default setting too, by whoever is called in another domain. */
  @Test
  void whoIsCalledElsewhereSendsNoCallerAbroad() {
    World world = World.federating(Federation.OUT);
    SimulatedPhone provider = provider(world, 0);
    world.arranges("1002", abroad());
    SimulatedPhone eve = world.foreign("eve", "evil.example", "203.0.113.66");
    world.dns().srv("_sip._udp.evil.example", 1, 1, 5060, "gw.evil.example");
    world.dns().a("gw.evil.example", "203.0.113.66");
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.dialling(world, bob, "eve@evil.example", eve);
    eve.call().refers("sip:0033140000000@" + World.DOMAIN);
    world.advance(Duration.ofSeconds(10));
    assertThat(call.isAnswered()).isTrue();
    assertThat(provider.calls().stream().filter(c -> c.received() != null).count()).isZero();
  }

  /** A tel URI has no host, and is dialled here all the same; other values may be followed too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tel:0033140000000",
        "tel:+33140000000",
        "sip:1003@pbx.example>, <sip:0033140000000@pbx.example",
        "sip:0033140000000@pbx.example>, <sip:1003@pbx.example",
        "sip:0033140000000@pbx.example?Replaces=nonsense",
        "sip:0033140000000@pbx.example;method=invite",
        "sip:0033140000000@pbx.example;method=%49NVITE"
      })
  void noSpellingOfATargetSendsAPhoneAbroad(String target) {
    World world = World.federating(Federation.OUT);
    SimulatedPhone provider = provider(world, 0);
    world.arranges("1002", abroad());
    SimulatedPhone eve = world.foreign("eve", "evil.example", "203.0.113.66");
    world.dns().srv("_sip._udp.evil.example", 1, 1, 5060, "gw.evil.example");
    world.dns().a("gw.evil.example", "203.0.113.66");
    SimulatedPhone bob = world.phone("1002").registered();
    Talk.dialling(world, bob, "eve@evil.example", eve);
    SimulatedPhone mallory = world.phone("1004").registered();
    PhoneCall colleague = Talk.dialling(world, mallory, "1002", bob);
    for (PhoneCall each : List.of(eve.call(), colleague)) {
      each.refers(target);
      world.advance(Duration.ofSeconds(10));
      assertThat(each.heard()).containsExactly("REFER 403");
    }
    assertThat(provider.calls().stream().filter(c -> c.received() != null)).isEmpty();
  }

  private static List<String> features(World world) {
    List<String> ran = new ArrayList<>();
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    world
        .server()
        .install(
            voices
                .runtime()
                .taking(
                    new VoiceApplication() {
                      @Override
                      public String name() {
                        return "feature";
                      }

                      @Override
                      public void run(VoiceCall call) {
                        ran.add(call.caller().extension() + " " + call.argument());
                      }
                    }));
    world.arranges(
        DialPlan.EMPTY.edit().features(Map.of("*72", FeatureCode.FORWARD_ALWAYS)).done());
    return ran;
  }

  /** Phones that are set up for the intercom answer whoever may write these fields. */
  @Test
  void aCallFromOutsideMakesNoPhoneAnswerByItself() {
    World world = World.seeded(9015);
    provider(world, 0);
    SimulatedPhone alice = world.phone("1001").registered();
    RawClient forger = new RawClient(world, Providers.BERLIN, 5099);
    forger.asks(
        Method.INVITE,
        "sip:+4930555@pbx.example",
        "From: <sip:+4940123@198.51.100.1>;tag=b\nTo: <sip:+4930555@pbx.example>\n"
            + "Call-ID: bug\nCSeq: 1 INVITE\nContact: <sip:x@198.51.100.1:5099>\n"
            + "Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0\n"
            + "Answer-Mode: Auto\nCall-Info: <sip:x>;answer-after=0\n");
    world.advance(Duration.ofSeconds(1));
    answersNotByItself(alice);
  }

  /** Nor does a user write them: the intercom leaves those in peace who talk or want none. */
  @Test
  void aUserMakesNoPhoneAnswerByItselfButByTheIntercom() {
    World world = World.seeded(9016);
    SimulatedPhone alice = world.phone("1001").registered();
    RawClient thief = new RawClient(world, "198.51.100.9", 5060);
    thief.asksAs(
        "1002",
        Method.INVITE,
        "sip:1001@pbx.example",
        "From: <sip:1002@pbx.example>;tag=b\nTo: <sip:1001@pbx.example>\n"
            + "Call-ID: bug\nCSeq: 1 INVITE\nContact: <sip:1002@198.51.100.9>\n"
            + "Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0\n"
            + "Answer-Mode: Auto\nCall-Info: <sip:x>;answer-after=0\n");
    world.advance(Duration.ofSeconds(1));
    answersNotByItself(alice);
  }

  private static void answersNotByItself(SimulatedPhone phone) {
    SipRequest invite = phone.call().received();
    assertThat(invite).isNotNull();
    for (String field : List.of("Alert-Info", "Answer-Mode", "Call-Info")) {
      assertThat(invite.header(HeaderName.of(field))).as(field).isNull();
    }
  }

  /** A NOTIFY that no phone asked for restarts it, or has it answer (Event: talk). */
  @Test
  void aUserSendsNoUnaskedNotifyToAColleaguesPhone() {
    World world = World.seeded(9017);
    SimulatedPhone alice = world.phone("1001").registered();
    RawClient thief = new RawClient(world, "198.51.100.9", 5060);
    var answer =
        thief.asksAs(
            "1002",
            Method.NOTIFY,
            "sip:1001@pbx.example",
            "From: <sip:1002@pbx.example>;tag=n\nTo: <sip:1001@pbx.example>\n"
                + "Call-ID: n\nCSeq: 1 NOTIFY\nContact: <sip:1002@198.51.100.9>\n"
                + "Event: check-sync;reboot=true\nSubscription-State: terminated\n");
    assertThat(answer == null ? 200 : answer.status()).as("the answer").isGreaterThanOrEqualTo(400);
    assertThat(alice.notices()).isEmpty();
  }
}
