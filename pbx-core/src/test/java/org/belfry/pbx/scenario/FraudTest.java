package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.app.trunk.FirstCall;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.fuse.CallRates;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.fuse.FuseKey;
import org.belfry.pbx.fuse.FuseKind;
import org.belfry.pbx.fuse.FuseLimits;
import org.belfry.pbx.fuse.FuseScope;
import org.belfry.pbx.fuse.FuseSettings;
import org.belfry.pbx.fuse.FuseSettings.FirstCalls;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.CalmOnly;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;

/**
 * Somebody who is not the owner makes calls that the owner pays for. The clock of these scenarios
 * begins at one o'clock at night.
 */
class FraudTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long PRICE = 1_990_000; // 1.99 a minute

  /**
   * A pattern that is seen in the wild: at night, as many calls as the account can, all at once.
   */
  @CalmOnly("calls are counted")
  void fortyPremiumCallsAtNightFromAStolenAccountStopWithinAMinuteAndCostNextToNothing(
      World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone thief = world.phone("1001").registered();
    Instant began = world.net().clock().instant();
    List<PhoneCall> stolen = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      stolen.add(thief.dials("0900100" + i));
    }
    minute(world, provider);
    assertThat(reached(provider)).isEqualTo(2);
    assertThat(stolen).filteredOn(call -> call.status() == 403).hasSize(38);
    assertThat(stolen).filteredOn(call -> !call.isEnded() && call.isAnswered()).isEmpty();
    assertThat(world.records())
        .filteredOn(record -> record.cause() == CallRecord.Cause.FRAUD)
        .hasSize(2)
        .allSatisfy(record ->
            assertThat(Duration.between(began, record.endedAt()))
                .isLessThan(Duration.ofSeconds(60)));
    assertThat(cost(world)).isLessThanOrEqualTo(2 * PRICE);
    // It tries on all night.
    for (int i = 0; i < 40; i++) {
      PhoneCall again = thief.dials("0900100" + i);
      world.advanceUntil(() -> again.status() != 0, 60);
      assertThat(again.status()).isEqualTo(403);
    }
    assertThat(cost(world)).isLessThanOrEqualTo(2 * PRICE);
    Providers.ends(world);
  }

  /** The same by way of a colleague's extension that was made to forward. */
  @CalmOnly("calls are counted")
  void forwardingToPremiumNumbersIsStoppedAsWell(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone thief = world.phone("1001").registered();
    world.arranges("1002", open().forward(CallRule.On.CALL, "dial:0900100").done());
    List<PhoneCall> stolen = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      stolen.add(thief.dials("1002"));
    }
    minute(world, provider);
    assertThat(reached(provider)).isEqualTo(2);
    assertThat(blown(world)).containsExactly(premium(FuseScope.USER, "1002"));
    assertThat(stolen).filteredOn(call -> !call.isEnded() && call.isAnswered()).isEmpty();
    assertThat(cost(world)).isLessThanOrEqualTo(2 * PRICE);
    Providers.ends(world);
  }

  /** Colleagues are called and sent to premium numbers: their own phones dial them. */
  @CalmOnly("calls are counted")
  void transfersToPremiumNumbersAreStoppedAsWell(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone thief = world.phone("1001").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    for (int i = 0; i < 6; i++) {
      PhoneCall call = thief.dials("1003");
      world.advance(Duration.ofSeconds(2));
      answerAll(carol);
      world.advance(Duration.ofSeconds(2));
      call.refers("sip:0900100@" + World.DOMAIN);
      world.advance(Duration.ofSeconds(2));
      answerAll(provider);
    }
    minute(world, provider);
    assertThat(reached(provider)).isEqualTo(2);
    assertThat(blown(world)).containsExactly(premium(FuseScope.USER, "1003"));
    assertThat(cost(world)).isLessThanOrEqualTo(2 * PRICE);
    Providers.ends(world);
  }

  /** A caller from outside is sent outside again by the PBX itself, which holds the call. */
  @CalmOnly("calls are counted")
  void callsFromOutsideThatAreSentOutsideAgainAreStoppedAsWell(World world) {
    SimulatedPhone provider = provider(world);
    world.arranges("1001", open().forward(CallRule.On.CALL, "dial:0900100").done());
    List<PhoneCall> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(provider.dials("1001"));
    }
    minute(world, provider);
    assertThat(reached(provider)).isEqualTo(2);
    assertThat(blown(world)).containsExactly(premium(FuseScope.USER, "1001"));
    Providers.ends(world);
  }

  @CalmOnly("calls are counted")
  void manyAccountsTogetherBlowTheFuseOfTheSite(World world) {
    SimulatedPhone provider = provider(world);
    world
        .server()
        .fuse()
        .set(settings().with(new FuseKey(FuseScope.TRUNK, "", FuseKind.PREMIUM), FuseLimits.NONE));
    for (int user = 1; user <= 6; user++) {
      SimulatedPhone thief = world.phone("100" + user).registered();
      thief.dials("09001001");
      thief.dials("09001002");
    }
    minute(world, provider);
    assertThat(reached(provider)).isEqualTo(3); // what is normal at night
    assertThat(blown(world)).containsExactly(premium(FuseScope.SITE, ""));
    Providers.ends(world);
  }

  @CalmOnly("the refusal is what matters")
  void theRefusalSaysWhatHasHappenedAndOtherCallsGoOn(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    world.server().fuse().set(settings().with(premium(FuseScope.USER, "1001"), limit(1)));
    PhoneCall first = Talk.dialling(world, alice, "0900100", provider);
    PhoneCall second = alice.dials("0900100");
    world.advanceUntil(() -> second.status() != 0, 60);
    assertThat(second.status()).isEqualTo(403);
    assertThat(second.answer().reason()).isEqualTo("Stopped By Fraud Protection");
    assertThat(second.answer().header(HeaderName.WARNING))
        .isEqualTo(
            "399 belfry \"The fraud fuse of extension 1001 for premium calls has blown: more than"
                + " 1 call at once. An administrator can release it\"");
    PhoneCall home = alice.dials("030123456");
    world.advanceUntil(() -> Talk.rings(provider), 60);
    home.cancels();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    first.hangsUp();
    world.advance(Duration.ofSeconds(10));
    Providers.ends(world);
  }

  @CalmOnly("the emergency call is what matters")
  void anEmergencyCallPassesEveryBlownFuse(World world) {
    SimulatedPhone provider = provider(world);
    FuseSettings tight = settings().cutting(Set.of(FuseKind.values()));
    for (FuseKey key : FuseSettings.LIMITS.keySet()) {
      tight = tight.with(key, limit(1));
    }
    world.server().fuse().set(tight.with(FirstCalls.ASK_OWNER));
    SimulatedPhone alice = world.phone("1001").registered();
    for (String number : List.of("0900100", "030123456")) {
      alice.dials(number);
      alice.dials(number);
    }
    minute(world, provider);
    assertThat(blown(world)).isNotEmpty();
    PhoneCall help = alice.dials("112");
    world.advanceUntil(() -> Talk.rings(provider), 60);
    provider.call().answers();
    world.advanceUntil(help::isAnswered, 60);
    world.server().tickFuse();
    world.advance(Duration.ofSeconds(40));
    assertThat(help.isEnded()).isFalse();
    help.hangsUp();
    world.advance(Duration.ofSeconds(10));
    Providers.ends(world);
  }

  @CalmOnly("the release is what matters")
  void afterTheReleaseCallsLeaveAgain(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    FuseKey fuse = premium(FuseScope.USER, "1001");
    world.server().fuse().set(settings().with(fuse, new FuseLimits(0, 1, 0, 0, 0, 0)));
    Talk.ends(world, Talk.dialling(world, alice, "0900100", provider), provider.call());
    PhoneCall refused = alice.dials("0900100");
    world.advanceUntil(() -> refused.status() == 403, 60);
    world.server().fuse().release(fuse, world.net().clock().instant());
    Talk.ends(world, Talk.dialling(world, alice, "0900100", provider), provider.call());
    Providers.ends(world);
  }

  @CalmOnly("the question is what matters")
  void whoCallsACountryForTheFirstTimeIsAskedForAKey(World world) {
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    FraudFuse fuse = world.server().fuse();
    world
        .server()
        .install(
            voices
                .runtime()
                .taking(
                    new FirstCall(
                        (number, who) -> fuse.allow("FR", world.net().clock().instant()))));
    SimulatedPhone provider = provider(world);
    fuse.set(settings().with(FirstCalls.ASK_CALLER));
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("003312345678");
    world.advanceUntil(() -> !asked(voices).isEmpty(), 60);
    assertThat(reached(provider)).isZero();
    voices.presses(asked(voices), '1');
    world.advanceUntil(() -> Talk.rings(provider), 60);
    assertThat(provider.call().received().uri().user()).isEqualTo("+3312345678");
    provider.call().answers();
    world.advance(Duration.ofSeconds(40));
    assertThat(call.isAnswered()).isTrue();
    assertThat(used(fuse, world, new FuseKey(FuseScope.USER, "1001", FuseKind.INTERNATIONAL)))
        .isEqualTo(1);
    call.hangsUp();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    world.advance(Duration.ofSeconds(20));
    PhoneCall next = alice.dials("003312345679");
    world.advanceUntil(() -> Talk.rings(provider), 60);
    next.cancels();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
    assertThat(voices.running()).isZero();
  }

  @CalmOnly("the question is what matters")
  void aForwardToANewCountryIsRefusedUntilSomebodyReleasesIt(World world) {
    SimulatedPhone provider = provider(world);
    world.server().fuse().set(settings().with(FirstCalls.ASK_CALLER));
    world.arranges("1002", open().forward(CallRule.On.CALL, "dial:003312345678").done());
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> call.status() != 0, 60);
    assertThat(call.status()).isEqualTo(403);
    assertThat(reached(provider)).isZero();
    assertThat(world.server().fuse().held())
        .singleElement()
        .satisfies(held -> {
          assertThat(held.country()).isEqualTo("FR");
          assertThat(held.payer()).isEqualTo("1002");
        });
    world.server().fuse().allow("FR", world.net().clock().instant());
    PhoneCall again = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(provider), 60);
    again.cancels();
    world.advanceUntil(() -> provider.call().isEnded(), 60);
    Providers.ends(world);
  }

  // ---- the pattern

  /** Everything that rings outside is answered at once; the fuse is ticked as it is in life. */
  private static void minute(World world, SimulatedPhone provider) {
    for (int second = 0; second < 60; second += 10) {
      for (int i = 0; i < 10; i++) {
        world.advance(Duration.ofSeconds(1));
        answerAll(provider);
      }
      world.server().tickFuse();
    }
  }

  private static void answerAll(SimulatedPhone provider) {
    for (PhoneCall call : List.copyOf(provider.calls())) {
      if (call.received() != null && call.isRinging()) {
        call.answersIfRinging();
      }
    }
  }

  private static long reached(SimulatedPhone provider) {
    return provider.calls().stream().filter(call -> call.received() != null).count();
  }

  private static long cost(World world) {
    return used(world, premium(FuseScope.SITE, "")).day().cost();
  }

  private static int used(FraudFuse fuse, World world, FuseKey key) {
    return used(world, key).day().calls();
  }

  private static FraudFuse.Used used(World world, FuseKey key) {
    return world.server().fuse().used(world.net().clock().instant()).stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static List<FuseKey> blown(World world) {
    return world.server().fuse().blown(world.net().clock().instant()).stream()
        .map(FraudFuse.Used::key)
        .toList();
  }

  /** A user who may call everything. */
  private static Site.Settings open() {
    Site.Settings settings = new Site.Settings();
    settings.permissions = new CallSettings.Permissions(EnumSet.allOf(NumberClass.class), Set.of());
    return settings;
  }

  private static FuseSettings settings() {
    return FuseSettings.defaults(BERLIN)
        .with(new CallRates(List.of(new CallRates.Rate("+49900", "Premium", PRICE))));
  }

  private static FuseKey premium(FuseScope scope, String name) {
    return new FuseKey(scope, name, FuseKind.PREMIUM);
  }

  private static FuseLimits limit(int atOnce) {
    return new FuseLimits(atOnce, 0, 0, 0, 0, 0);
  }

  private static String asked(SimulatedVoices voices) {
    for (VoiceRuntime.RunningCall each : voices.runtime().runningCalls()) {
      if (!voices.heard(each.callId()).isEmpty()) {
        return each.callId();
      }
    }
    return "";
  }

  private static SimulatedPhone provider(World world) {
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(
        Providers.by(Providers.trunk("berlin", Providers.BERLIN))
            .areaCode("30")
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
    for (int user = 1; user <= 6; user++) {
      world.arranges("100" + user, open().done());
    }
    world.server().fuse().set(settings());
    return provider;
  }
}
