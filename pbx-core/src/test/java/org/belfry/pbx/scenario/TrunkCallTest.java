package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.CalmOnly;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;

/** Calls by a trunk: the provider is played by a phone that answers for everybody. */
class TrunkCallTest {
  private static final String NUMBER = "~berlin"; // +493012345 by that trunk

  @EachWeather
  void aUserCallsANumberAndTheProviderSeesTheTrunksIdentityAndNothingOfOurs(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials(NUMBER);
    world.advanceUntil(() -> Talk.rings(provider), 60);
    String invite = provider.call().received().toString();
    assertThat(invite)
        .startsWith("INVITE sip:+493012345@198.51.100.1 SIP/2.0")
        .contains(" <sip:+4930999@198.51.100.1>;tag=")
        .doesNotContain("10.0.0.10")
        .doesNotContain(call.callId())
        .doesNotContain("SimulatedPhone")
        .doesNotContain("1001");
    assertThat(provider.call().received().values(HeaderName.VIA)).hasSize(1);
    assertThat(provider.call().received().header(HeaderName.ALLOW)).doesNotContain("REFER");
    provider.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    provider.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    Providers.ends(world);
  }

  @EachWeather
  void aNumberThatIsDialledGoesByItsRouteWithTheNumberOfItsCaller(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("040123456");
    world.advanceUntil(() -> Talk.rings(provider), 60);
    assertThat(provider.call().received().toString())
        .startsWith("INVITE sip:+4940123456@198.51.100.1 SIP/2.0")
        .contains(" <sip:+4930999@198.51.100.1>;tag=");
    provider.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
    assertThat(world.records())
        .anySatisfy(record ->
            assertThat(record.attempts())
                .extracting(CallRecord.Attempt::step)
                .contains("outside +4940123456 by berlin"));
  }

  @EachWeather
  void whoHidesTheirNumberIsAnonymousAtTheProvider(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("*67040123456");
    world.advanceUntil(() -> Talk.rings(provider), 60);
    assertThat(provider.call().received().toString())
        .contains("From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=")
        .contains("Privacy: id");
    call.cancels();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
  }

  @EachWeather
  void theProviderReachesOurNumbersAndNothingBeyondThem(World world) {
    SimulatedPhone provider = provider(world);
    PhoneCall call = provider.dials("040123456");
    world.advanceUntil(() -> call.status() != 0, 60);
    assertThat(call.status()).isEqualTo(404);
    Providers.ends(world);
  }

  @EachWeather
  void aCallFromTheProviderRingsTheUser(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    PhoneCall call = provider.dials("1001");
    world.advanceUntil(() -> Talk.rings(alice), 60);
    assertThat(Grammar.nameAddr(alice.call().received().header(HeaderName.FROM)).uri().user())
        .isEqualTo("+4930777");
    assertThat(alice.call().received().toString()).doesNotContain(Providers.BERLIN);
    alice.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    assertThat(call.answer().toString()).doesNotContain("192.168.").doesNotContain("SimulatedP");
    world.advance(Duration.ofSeconds(40));
    alice.call().changes("v=0\r\na=sendonly\r\n");
    world.advanceUntil(() -> alice.call().changed() != 0, 60);
    assertThat(alice.call().changed()).isEqualTo(200);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    Providers.ends(world);
  }

  @EachWeather
  void theProviderWantsThePasswordAndGetsIt(World world) {
    SimulatedPhone provider = provider(world).reacts(Reaction.CHALLENGE);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials(NUMBER);
    world.advanceUntil(() -> Talk.rings(provider), 60);
    assertThat(provider.call().received().header(HeaderName.PROXY_AUTHORIZATION))
        .contains("username=\"4930999\"");
    provider.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    call.hangsUp();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
  }

  @EachWeather
  void mediaIsAnchoredOnceAndKnowsTheProvider(World world) {
    world.server().anchor().switchOn();
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials(NUMBER);
    world.advanceUntil(() -> Talk.rings(provider), 60);
    String offer =
        new String(provider.call().received().body(), java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(offer.split("a=through-us", -1)).hasSize(2);
    provider.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    assertThat(
            new String(call.answer().body(), java.nio.charset.StandardCharsets.US_ASCII)
                .split("a=through-us", -1))
        .hasSize(2);
    call.hangsUp();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
    assertThat(world.server().anchor().open()).isEmpty();
  }

  @EachWeather
  void aRefusalOfTheProviderIsTheOutcomeOfTheAttempt(World world) {
    provider(world).reacts(Reaction.BUSY);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials(NUMBER);
    world.advanceUntil(() -> call.status() != 0, 60);
    assertThat(call.status()).isEqualTo(486);
    Providers.ends(world);
  }

  @EachWeather
  void aRedirectOfTheProviderIsNotFollowed(World world) {
    provider(world).forwardsTo("1900555");
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials(NUMBER);
    world.advanceUntil(() -> call.status() != 0, 60);
    assertThat(call.status()).isEqualTo(502);
    Providers.ends(world);
  }

  @EachWeather
  void theCallerGivesUpAndTheProviderIsCancelled(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials(NUMBER);
    world.advanceUntil(() -> Talk.rings(provider), 60);
    call.cancels();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
  }

  @EachWeather
  void anOutsideCallerIsTransferredWithoutTheProvidersHelp(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = provider.dials("1001");
    world.advanceUntil(() -> Talk.rings(alice), 60);
    alice.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    PhoneCall alices = alice.call();
    alices.refers("sip:1003@" + World.DOMAIN);
    world.advanceUntil(() -> Talk.rings(carol), 60);
    assertThat(Grammar.nameAddr(carol.call().received().header(HeaderName.FROM)).uri().user())
        .isEqualTo("+4930777");
    carol.call().answers();
    world.advanceUntil(alices::isEnded, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(call.isAnswered()).isTrue();
    assertThat(call.heard()).isEmpty();
    carol.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    Providers.ends(world);
  }

  @EachWeather
  void theProviderMayNotTransferOurCalls(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = provider.dials("1001");
    world.advanceUntil(() -> Talk.rings(alice), 60);
    alice.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    call.refers("sip:1900555@" + World.DOMAIN);
    world.advanceUntil(() -> call.heard().contains("REFER 603"), 60);
    call.hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    Providers.ends(world);
  }

  @EachWeather
  void aServerThatSaysNothingHandsOverToTheNextTrunkWithinSeconds(World world) {
    SimulatedPhone first = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    SimulatedPhone second = world.foreign("4930778", Providers.SPARE, Providers.SPARE);
    arrange(world, "berlin", "spare");
    SimulatedPhone alice = world.phone("1001").registered();
    first.vanishes();
    PhoneCall call = alice.dials("040123456");
    world.advanceUntil(() -> Talk.rings(second), 30);
    second.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(() -> second.call().isEnded(), 60);
    Providers.ends(world);
    assertThat(world.records().getFirst().attempts())
        .extracting(CallRecord.Attempt::step)
        .contains("outside +4940123456 by spare");
  }

  @EachWeather
  void aProviderThatCannotHandsOverToTheNextTrunk(World world) {
    world.foreign("4930777", Providers.BERLIN, Providers.BERLIN).reacts(Reaction.UNAVAILABLE);
    SimulatedPhone second = world.foreign("4930778", Providers.SPARE, Providers.SPARE);
    arrange(world, "berlin", "spare");
    PhoneCall call = world.phone("1001").registered().dials("040123456");
    world.advanceUntil(() -> Talk.rings(second), 60);
    second.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, call, second.call());
    Providers.ends(world);
  }

  /** Bob forwards to a number of the provider's, who sends it to Bob again as a call of its own. */
  @CalmOnly("each call of the provider's must come once")
  void aForwardThatComesBackByTheTrunkEndsAfterSomeRounds(World world) {
    world.server().outsideCalls(OutsideCalls.ALL); // the fraud fuse would end it sooner
    SimulatedPhone provider = provider(world);
    world.arranges("1001", new Site.Settings().forward(CallRule.On.CALL, "dial:040123456").done());
    PhoneCall first = world.phone("1002").registered().dials("1001");
    List<PhoneCall> sentBack = new ArrayList<>();
    for (int round = 1; round <= 21; round++) {
      int rounds = round;
      world.advanceUntil(() -> outgoing(provider) == rounds, 60);
      sentBack.add(provider.dials("1001"));
    }
    world.advanceUntil(() -> sentBack.getLast().status() != 0, 60);
    assertThat(sentBack.getLast().status()).isEqualTo(482);
    world.advance(Duration.ofSeconds(2));
    assertThat(outgoing(provider)).isEqualTo(21);
    first.cancels();
    world.advance(Duration.ofMinutes(5));
    Providers.ends(world);
  }

  private static long outgoing(SimulatedPhone provider) {
    return provider.calls().stream().filter(call -> call.received() != null).count();
  }

  /** A server that says 100 is there, however long its callee takes. */
  @CalmOnly("what is waited for is time")
  void aProviderThatIsSlowIsWaitedFor(World world) {
    SimulatedPhone provider = provider(world);
    PhoneCall call = world.phone("1001").registered().dials("040123456");
    world.advanceUntil(() -> Talk.rings(provider), 60);
    world.advance(Duration.ofSeconds(30));
    provider.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  private static SimulatedPhone provider(World world) {
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    arrange(world, "berlin");
    return provider;
  }

  private static void arrange(World world, String... trunks) {
    List<Trunk> all = new ArrayList<>();
    for (String name : trunks) {
      all.add(Providers.trunk(name, name.equals("berlin") ? Providers.BERLIN : Providers.SPARE));
    }
    world.arranges(
        Providers.by(all.toArray(Trunk[]::new))
            .inbound(
                List.of(
                    new InboundNumber(
                        new NumberPattern("1001"),
                        "berlin",
                        null,
                        new Destination.Dial("1001"),
                        null)))
            .done());
    Providers.comeUp(world);
  }
}
