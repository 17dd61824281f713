package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.call.Relay;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Whose class of service a call that is sent on needs: that of the user who sends it on. */
class WhoPaysTest {
  private static final String ABROAD = "0033140000000";
  private static final String REFER_ABROAD = "sip:" + ABROAD + "@" + World.DOMAIN;

  @EachWeather
  void aUserWhoMayNotCallAbroadCannotTransferThereByCallingAnonymously(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").anonymous().registered();
    PhoneCall call = Talk.dialling(world, alice, "040123456", provider);
    call.refers(REFER_ABROAD);
    world.advanceUntil(() -> told(call, "403"), 60);
    assertThat(invited(provider)).isEqualTo(1);
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  @EachWeather
  void aUserWhoMayCallAbroadTransfersThereAlsoAnonymously(World world) {
    SimulatedPhone provider = provider(world);
    world.arranges("1001", abroad());
    SimulatedPhone alice = world.phone("1001").anonymous().registered();
    PhoneCall call = Talk.dialling(world, alice, "040123456", provider);
    PhoneCall first = provider.call();
    call.refers(REFER_ABROAD);
    arrivesAbroad(world, provider, call);
    first.hangsUp();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
  }

  @EachWeather
  void aCallFromATrunkIsNotSentAbroadByAUserWhoMayNot(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, provider, "+4930555", alice);
    PhoneCall alices = alice.call();
    alices.refers(REFER_ABROAD);
    world.advanceUntil(() -> told(alices, "403"), 60);
    assertThat(invited(provider)).isZero();
    Talk.ends(world, call, alices);
    Providers.ends(world);
  }

  @EachWeather
  void aCallFromATrunkIsSentAbroadByAUserWhoMay(World world) {
    SimulatedPhone provider = provider(world);
    world.arranges("1001", abroad());
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, provider, "+4930555", alice);
    alice.call().refers(REFER_ABROAD);
    arrivesAbroad(world, provider, alice.call());
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  @EachWeather
  void whoAnswersForAGroupPaysForTheTransfer(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.dialling(world, provider, "+4930556", bob);
    PhoneCall bobs = bob.call();
    bobs.refers(REFER_ABROAD);
    world.advanceUntil(() -> told(bobs, "403"), 60);
    assertThat(invited(provider)).isZero();
    world.arranges("1002", abroad());
    bobs.refers(REFER_ABROAD);
    arrivesAbroad(world, provider, bobs);
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  @EachWeather
  void whoeverIsTransferredOnPaysForTheNextTransferThemselves(World world) {
    SimulatedPhone provider = provider(world);
    world.arranges("1001", abroad());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.dialling(world, provider, "+4930555", alice);
    PhoneCall alices = alice.call();
    alices.refers("sip:1003@" + World.DOMAIN);
    world.advanceUntil(() -> Talk.rings(carol), 60);
    carol.call().answers();
    world.advanceUntil(alices::isEnded, 60);
    world.advance(Duration.ofSeconds(40));
    PhoneCall carols = carol.call();
    carols.refers(REFER_ABROAD);
    world.advanceUntil(() -> told(carols, "403"), 60);
    assertThat(invited(provider)).isZero();
    Talk.ends(world, call, carols);
    Providers.ends(world);
  }

  @EachWeather
  void whoHasTransferredACallIsNotInItAnyMore(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.dialling(world, provider, "+4930555", alice);
    PhoneCall alices = alice.call();
    alices.refers("sip:1003@" + World.DOMAIN);
    world.advanceUntil(() -> Talk.rings(carol), 60);
    carol.call().answers();
    world.advanceUntil(alices::isEnded, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().dialogs("1001")).as("her lamp").isEmpty();
    assertThat(world.server().liveCalls())
        .singleElement()
        .satisfies(live -> assertThat(live.caller()).startsWith("+4930777"));
    Talk.ends(world, call, carol.call());
    Providers.ends(world);
  }

  @EachWeather
  void theParametersOfAReferToNameNoApplication(World world) {
    world.server().install(new Relay("relay", "sip:1002@pbx.example"));
    SimulatedPhone alice = world.phone("1001").anonymous().registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.dialling(world, alice, "~relay", bob);
    PhoneCall bobs = bob.call();
    call.refers("sip:1003@" + World.DOMAIN + ";app=relay;trunk=berlin");
    world.advanceUntil(() -> Talk.rings(carol), 60);
    carol.call().answers();
    world.advanceUntil(call::isEnded, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(bob.calls()).hasSize(1);
    Talk.ends(world, bobs, carol.call());
    world.settles();
  }

  @EachWeather
  void everyOutsideCallIsDecidedOnWithItsPayerItsTrunkAndItsNumber(World world) {
    SimulatedPhone provider = provider(world);
    List<OutsideCall> asked = new ArrayList<>();
    AtomicInteger over = new AtomicInteger();
    world
        .server()
        .outsideCalls((call, callId, now) -> {
          asked.add(call);
          return new OutsideCalls.Verdict.Go(over::incrementAndGet);
        });
    world.arranges("1002", new Site.Settings().forward(On.CALL, "dial:040777777").done());
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, alice, "1002", provider);
    assertThat(asked)
        .containsExactly(new OutsideCall("1002", "berlin", "+4940777777", "+4930999", false));
    assertThat(over).hasValue(0);
    Talk.ends(world, call, provider.call());
    world.advanceUntil(() -> over.get() == 1, 60);
    PhoneCall direct = Talk.dialling(world, alice, "040888888", provider);
    assertThat(asked.getLast().payer()).isEqualTo("1001");
    Talk.ends(world, direct, provider.call());
    Providers.ends(world);
  }

  @EachWeather
  void anOutsideCallThatIsNotToLeaveNeverReachesTheProvider(World world) {
    SimulatedPhone provider = provider(world);
    world
        .server()
        .outsideCalls((call, callId, now) ->
            new OutsideCalls.Verdict.Refuse(403, "Not Now", "the limit is reached"));
    PhoneCall call = world.phone("1001").registered().dials("040123456");
    world.advanceUntil(() -> call.status() != 0, 60);
    assertThat(call.status()).isEqualTo(403);
    assertThat(invited(provider)).isZero();
    Providers.ends(world);
  }

  @EachWeather
  void whoForwardsPaysAndNotWhoCalls(World world) {
    SimulatedPhone provider = provider(world);
    world.arranges("1001", abroad());
    world.arranges("1002", new Site.Settings().forward(On.CALL, "dial:" + ABROAD).done());
    PhoneCall call = world.phone("1001").registered().dials("1002");
    world.advanceUntil(() -> call.status() != 0, 60);
    assertThat(call.status()).isEqualTo(403);
    assertThat(invited(provider)).isZero();
    Providers.ends(world);
  }

  @EachWeather
  void aCallByMouseIsPaidByTheUserWhoWantsIt(World world) {
    world.server().sounds();
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    world.server().call("1001", ABROAD);
    world.advanceUntil(() -> Talk.rings(alice), 60);
    alice.call().answers();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    assertThat(invited(provider)).isZero();
    world.arranges("1001", abroad());
    world.server().call("1001", ABROAD);
    world.advanceUntil(() -> Talk.rings(alice), 60);
    alice.call().answers();
    world.advanceUntil(() -> invited(provider) == 1 && Talk.rings(provider), 60);
    provider.call().answers();
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, alice.call(), provider.call());
    Providers.ends(world);
  }

  @EachWeather
  void anAdministratorSendsACallAbroadForAUserOnlyWhoMay(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, provider, "+4930555", alice);
    String led = call.callId();
    world.server().command(led, new CallEvent.Transfer(1, REFER_ABROAD));
    world.advance(Duration.ofSeconds(20));
    assertThat(invited(provider)).isZero();
    assertThat(alice.call().isEnded()).isFalse();
    world.arranges("1001", abroad());
    world.server().command(led, new CallEvent.Transfer(1, REFER_ABROAD));
    arrivesAbroad(world, provider, alice.call());
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  private static void arrivesAbroad(World world, SimulatedPhone provider, PhoneCall transferor) {
    world.advanceUntil(() -> provider.call().received() != null && Talk.rings(provider), 60);
    assertThat(provider.call().received().uri().user()).isEqualTo("+33140000000");
    provider.call().answers();
    world.advanceUntil(transferor::isEnded, 60);
    world.advance(Duration.ofSeconds(40));
  }

  private static boolean told(PhoneCall call, String status) {
    return call.told().stream().anyMatch(line -> line.contains(status));
  }

  private static long invited(SimulatedPhone provider) {
    return provider.calls().stream().filter(call -> call.received() != null).count();
  }

  private static CallSettings abroad() {
    Site.Settings settings = new Site.Settings();
    settings.permissions =
        new Permissions(Set.of(NumberClass.NATIONAL, NumberClass.INTERNATIONAL), Set.of());
    return settings.done();
  }

  private static SimulatedPhone provider(World world) {
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    RingGroup group =
        new RingGroup(
            "3500",
            "Sales",
            RingGroup.Strategy.ALL,
            List.of(new RingGroup.Member("1002", Duration.ZERO)),
            Duration.ofSeconds(40),
            Duration.ofSeconds(10),
            true,
            null);
    world.arranges(
        Providers.by(Providers.trunk("berlin", Providers.BERLIN))
            .groups(Map.of("3500", group))
            .inbound(List.of(to("+4930555", "1001"), to("+4930556", "3500")))
            .done());
    Providers.comeUp(world);
    return provider;
  }

  private static InboundNumber to(String number, String extension) {
    return new InboundNumber(
        new NumberPattern(number), "berlin", null, new Destination.Dial(extension), null);
  }
}
