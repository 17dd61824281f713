package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.PhoneSubscription;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** Who may take somebody's place in a call, and who may not. */
@Rfc("3891")
class ReplacingTest {

  @EachWeather
  @Rfc("4")
  void whoWatchesAColleagueDoesNotTakeTheColleaguesOutsideCall(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone mallory = world.phone("1005").registered();
    PhoneSubscription lamp = mallory.lampFor("1001");
    PhoneCall call = Talk.dialling(world, alice, "040123456", provider);
    world.advanceUntil(() -> lamp.body().contains("confirmed"), 60);
    assertThat(lamp.body()).contains("call-id=\"" + call.callId());
    assertThat(lamp.body()).doesNotContain("-tag=").doesNotContain(call.answer().toTag());
    PhoneCall attack = mallory.dialsReplacing("~trunk", named(call));
    world.advanceUntil(attack::isEnded, 60);
    assertThat(attack.status()).isEqualTo(403);
    assertThat(call.isAnswered()).isTrue();
    assertThat(provider.calls()).hasSize(1);
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  /** RFC 4235 §4.1.2: who picks up a ringing call by its lamp needs the tags, and nobody else. */
  @EachWeather
  void whoseGroupIsAnotherIsToldNoTagsOfACallThatRings(World world) {
    world.arranges("1002", new Site.Settings().pickupGroup("office").done());
    world.arranges("1003", new Site.Settings().pickupGroup("office").done());
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneSubscription members = world.phone("1003").registered().lampFor("1002");
    PhoneSubscription others = world.phone("1005").registered().lampFor("1002");
    PhoneCall call = world.phone("1001").registered().dials("1002");
    world.advanceUntil(() -> Talk.rings(bob), 60);
    world.advanceUntil(() -> members.body().contains("early"), 60);
    world.advanceUntil(() -> others.body().contains("early"), 60);
    assertThat(members.body()).contains("local-tag=").contains("remote-tag=");
    assertThat(others.body()).doesNotContain("-tag=");
    call.cancels();
    world.advanceUntil(call::isEnded, 60);
    world.settles();
  }

  /** A phone that knows Join (RFC 3911) lets who sends it listen, and asks nobody. */
  @Test
  void nobodyJoinsACallOfTwoOthers() {
    World world = World.seeded(643);
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, alice, "1002", bob);
    RawClient mallory = new RawClient(world, "198.51.100.9", 5060);
    SipResponse answer =
        mallory.asksAs(
            "1005",
            Method.INVITE,
            "sip:1002@pbx.example",
            "From: <sip:1005@pbx.example>;tag=m\nTo: <sip:1002@pbx.example>\nCall-ID: joins\n"
                + "CSeq: 1 INVITE\nContact: <sip:1005@198.51.100.9>\n"
                + ("Join: " + named(call) + "\n"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(bob.calls()).hasSize(1);
    Talk.ends(world, call, bob.call());
  }

  @EachWeather
  @Rfc("4")
  void nobodyTakesACallOfTwoOthers(World world) {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone mallory = world.phone("1005").registered();
    PhoneCall call = Talk.between(world, world.phone("1001").registered(), bob);
    PhoneCall attack = mallory.dialsReplacing("1002", named(call));
    world.advanceUntil(attack::isEnded, 60);
    assertThat(attack.status()).isEqualTo(403);
    assertThat(call.isAnswered()).isTrue();
    Talk.ends(world, call, bob.call());
    world.settles();
  }

  @EachWeather
  @Rfc("3")
  void oneRightTagIsNotEnough(World world) {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone desk = world.phone("1001").registered();
    SimulatedPhone handset = world.phone("1001").registered();
    PhoneCall call = Talk.between(world, desk, bob);
    String tags = call.callId() + ";to-tag=" + call.answer().toTag() + ";from-tag=guessed";
    PhoneCall wrong = handset.dialsReplacing("1002", tags);
    world.advanceUntil(wrong::isEnded, 60);
    assertThat(wrong.status()).isEqualTo(481);
    Talk.ends(world, call, bob.call());
    world.settles();
  }

  @EachWeather
  @Rfc("1")
  void aUserBringsACallFromOnePhoneToAnother(World world) {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone desk = world.phone("1001").registered();
    SimulatedPhone handset = world.phone("1001").registered();
    PhoneCall call = Talk.between(world, desk, bob);
    PhoneCall moved = handset.dialsReplacing("1002", named(call));
    world.advanceUntil(() -> moved.isAnswered() && call.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    moved.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  @Rfc("1")
  void aUserBringsAnOutsideCallFromOnePhoneToAnother(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone desk = world.phone("1001").registered();
    SimulatedPhone handset = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, desk, "040123456", provider);
    PhoneCall moved = handset.dialsReplacing("~trunk", named(call));
    world.advanceUntil(() -> moved.isAnswered() && call.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(provider.call().isAnswered()).isTrue();
    moved.hangsUp();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
  }

  @EachWeather
  void aMemberOfThePickupGroupTakesACall(World world) {
    world.arranges("1001", new Site.Settings().pickupGroup("office").done());
    world.arranges("1003", new Site.Settings().pickupGroup("office").done());
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneSubscription lamp = carol.lampFor("1001");
    PhoneCall call = Talk.between(world, world.phone("1001").registered(), bob);
    world.advanceUntil(() -> lamp.body().contains("confirmed"), 60);
    assertThat(lamp.body()).contains("remote-tag=\"" + call.answer().toTag());
    PhoneCall taken = carol.dialsReplacing("1002", named(call));
    world.advanceUntil(() -> taken.isAnswered() && call.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    taken.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    world.settles();
  }

  /** Mallory cannot have an accomplice take what Mallory may not take. */
  @EachWeather
  @Rfc("4")
  void aReferOfSomebodyWhoHasNoPartInACallGivesNobodyTheRightToIt(World world) {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone eve = world.phone("1006").registered();
    SimulatedPhone mallory = world.phone("1005").registered();
    PhoneCall call = Talk.between(world, world.phone("1001").registered(), bob);
    PhoneCall theirs = Talk.between(world, mallory, eve);
    theirs.refers("sip:1002@" + World.DOMAIN + "?Replaces=" + call.replaces());
    world.advanceUntil(() -> eve.calls().size() == 2 && eve.call().isEnded(), 60);
    assertThat(eve.call().status()).isEqualTo(403);
    assertThat(call.isAnswered()).isTrue();
    Talk.ends(world, theirs, eve.calls().getFirst());
    Talk.ends(world, call, bob.call());
    world.settles();
  }

  /** The same where the transfer is ours to do: the other side of Mallory's call is outside. */
  @EachWeather
  @Rfc("4")
  void anOutsiderIsNotTransferredIntoACallOfTwoOthers(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone mallory = world.phone("1005").registered();
    PhoneCall call = Talk.between(world, world.phone("1001").registered(), bob);
    PhoneCall outside = provider.dials("1005");
    world.advanceUntil(() -> Talk.rings(mallory), 60);
    mallory.call().answers();
    world.advanceUntil(outside::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    PhoneCall mallorys = mallory.call();
    mallorys.refers("sip:1002@" + World.DOMAIN + "?Replaces=" + call.replaces());
    world.advanceUntil(
        () -> mallorys.told().stream().anyMatch(each -> each.startsWith("SIP/2.0 403")), 60);
    assertThat(call.isAnswered()).isTrue();
    Talk.ends(world, outside, mallorys);
    Talk.ends(world, call, bob.call());
    Providers.ends(world);
  }

  /**
   * A consultation is joined with an outside caller: the attended transfer that offices do most.
   */
  @EachWeather
  @Rfc("1")
  void anOutsideCallerIsTransferredAfterAsking(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1005").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall outside = provider.dials("1005");
    world.advanceUntil(() -> Talk.rings(alice), 60);
    alice.call().answers();
    world.advanceUntil(outside::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    PhoneCall alices = alice.call();
    PhoneCall consultation = Talk.between(world, alice, carol);
    PhoneCall carols = carol.call();
    alices.refers("sip:1003@" + World.DOMAIN + "?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> alices.isEnded() && consultation.isEnded() && carols.isEnded(), 60);
    assertThat(outside.isAnswered()).isTrue();
    assertThat(carol.call().isAnswered()).isTrue();
    world.advance(Duration.ofSeconds(40));
    carol.call().hangsUp();
    world.advanceUntil(outside::isEnded, 60);
    Providers.ends(world);
  }

  @EachWeather
  @Rfc("4")
  void aProviderTakesNoLegOfOurs(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, alice, "040123456", provider);
    PhoneCall outside = provider.call();
    PhoneCall attack = provider.dialsReplacing("1005", named(call));
    world.advanceUntil(attack::isEnded, 60);
    assertThat(attack.status()).isEqualTo(403);
    assertThat(call.isAnswered()).isTrue();
    Talk.ends(world, call, outside);
    Providers.ends(world);
  }

  private static SimulatedPhone provider(World world) {
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(
        Providers.by(Providers.trunk("berlin", Providers.BERLIN))
            .inbound(
                List.of(
                    new InboundNumber(
                        new NumberPattern("1005"),
                        "berlin",
                        null,
                        new Destination.Dial("1005"),
                        null)))
            .done());
    Providers.comeUp(world);
    return provider;
  }

  /** A dialog as its callee is told of it. */
  private static String named(PhoneCall call) {
    return URLDecoder.decode(call.replaces(), StandardCharsets.UTF_8);
  }
}
