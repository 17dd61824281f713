package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.CalmOnly;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.Weather;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.locate.Question;
import org.belfry.pbx.sip.message.Grammar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls to and from domains that are found by DNS, and those that are refused. */
@Rfc("3263")
class OtherDomainsTest {
  private static final String FIRST = "198.51.100.1";
  private static final String SECOND = "198.51.100.2";

  @EachWeather
  @Rfc("4")
  void aCallToAnotherDomainGoesToTheServerThatItsDnsNames(World world) {
    farExample(world);
    SimulatedPhone far =
        world.foreign("bob", "far.example", FIRST).namedInContact("gw.far.example");
    world.dns().srv("_sip._udp.gw.far.example", 1, 1, 5060, "one.far.example");
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advanceUntil(() -> !far.calls().isEmpty(), 40);
    far.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(
        Duration.ofSeconds(40)); // the ACK found its way to a name, or the far end repeats
    call.hangsUp();
    world.settles();
    assertThat(far.call().isEnded()).isTrue();
    assertThat(world.records())
        .singleElement()
        .satisfies(r -> {
          assertThat(r.callee()).isEqualTo("bob@far.example");
          assertThat(r.cause()).isEqualTo(Cause.CALLER_HUNG_UP);
        });
  }

  @Test
  void aTrunkIsCalledByNumbersAndNotByItsAddress() {
    World world = World.federating(Federation.OUT);
    SimulatedPhone provider = world.foreign("4930777", FIRST, FIRST);
    world.arranges(Providers.by(Providers.trunk("berlin", FIRST)).done());
    Providers.comeUp(world);
    SimulatedPhone alice = world.phone("1001").registered();
    world.dns().a("trunk.example", FIRST);
    for (String host : List.of(FIRST, "trunk.example")) {
      PhoneCall call = alice.dials("0033140000000@" + host);
      world.advanceUntil(call::isEnded, 40);
      assertThat(call.status()).as(host).isEqualTo(403);
    }
    assertThat(provider.calls()).isEmpty();
    Providers.ends(world);
  }

  /** A trunk by name has a second server; it trusts our address as much as the first. */
  @Test
  void noServerOfATrunkIsCalledByItsAddress() {
    World world = World.federating(Federation.OUT);
    SimulatedPhone first = world.foreign("4930777", FIRST, FIRST);
    SimulatedPhone second = world.foreign("4930777", SECOND, SECOND);
    world
        .dns()
        .srv("_sip._udp.provider.example", 1, 1, 5060, "one.provider.example")
        .srv("_sip._udp.provider.example", 2, 1, 5060, "two.provider.example")
        .a("one.provider.example", FIRST)
        .a("two.provider.example", SECOND)
        .srv("_sip._udp.mixed.example", 1, 1, 5060, "mine.mixed.example")
        .srv("_sip._udp.mixed.example", 2, 1, 5060, "two.provider.example")
        .a("mine.mixed.example", "203.0.113.66");
    world.arranges(Providers.by(Providers.trunk("berlin", "provider.example", FIRST)).done());
    Providers.comeUp(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    for (String host :
        List.of(
            FIRST,
            "provider.example",
            "Provider.Example.",
            SECOND,
            "two.provider.example",
            "mixed.example")) {
      String abroad = "0033140000000@" + host;
      PhoneCall call = alice.dials(abroad);
      world.advanceUntil(call::isEnded, 40);
      assertThat(call.status()).as(host).isEqualTo(403);
      world.arranges("1002", new Site.Settings().forward(On.CALL, "dial:" + abroad).done());
      PhoneCall forwarded = carol.dials("1002");
      world.advanceUntil(forwarded::isEnded, 40);
      assertThat(forwarded.status()).as("forwarded to " + host).isEqualTo(403);
    }
    assertThat(first.calls()).isEmpty();
    assertThat(second.calls()).isEmpty();
    Providers.ends(world);
  }

  @EachWeather
  @Rfc("4.3")
  void theSecondServerAnswersWhenTheFirstIsDead(World world) {
    farExample(world);
    SimulatedPhone second = world.foreign("bob", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advanceUntil(() -> !second.calls().isEmpty(), 30);
    second.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    call.hangsUp();
    world.settles();
    assertThat(world.records()).singleElement().satisfies(r -> assertThat(r.attempts()).hasSize(1));
  }

  @Test
  @Rfc("4.3")
  void theDeadServerIsRememberedSoThatTheNextCallerDoesNotWait() {
    World world = farExample(World.seeded(63));
    SimulatedPhone second = world.foreign("bob", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").registered();
    alice.dials("bob@far.example");
    world.advanceUntil(() -> second.calls().size() == 1, 6);
    alice.call().hangsUp();
    world.advance(Duration.ofSeconds(2));
    alice.dials("bob@far.example");
    world.advanceUntil(() -> second.calls().size() == 2, 1);
    alice.call().hangsUp();
    world.settles();
  }

  @CalmOnly("it says how soon it happens")
  @Rfc("4.3")
  void aServerThatIsUnavailableSendsTheCallToTheNextAndTheCallerHearsNothingOfIt(World world) {
    farExample(world);
    SimulatedPhone first = world.foreign("bob", "far.example", FIRST).reacts(Reaction.UNAVAILABLE);
    SimulatedPhone second = world.foreign("bob", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advanceUntil(() -> !second.calls().isEmpty(), 2);
    assertThat(first.calls()).hasSize(1);
    assertThat(first.call().invite().topVia().branch())
        .isNotEqualTo(second.call().invite().topVia().branch());
    second.call().answers();
    world.advanceUntil(call::isAnswered, 2);
    call.hangsUp();
    world.settles();
  }

  @CalmOnly("it says how soon it happens")
  void whenAllServersAreUnavailableTheCallerIsToldOnce(World world) {
    farExample(world);
    world.foreign("bob", "far.example", FIRST).reacts(Reaction.UNAVAILABLE);
    world.foreign("bob", "far.example", SECOND).reacts(Reaction.UNAVAILABLE);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advanceUntil(call::isEnded, 3);
    assertThat(call.status()).isEqualTo(500); // RFC 3261 §16.7 step 6: a 503 is not passed on
    world.settles();
  }

  @Test
  void aMessageReachesTheSecondServerBeforeItsSenderGivesUp() {
    World world = farExample(World.seeded(66));
    SimulatedPhone second = world.foreign("bob", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").registered();
    List<Integer> statuses = alice.texts("bob@far.example");
    world.advanceUntil(() -> !statuses.isEmpty(), 10);
    assertThat(statuses).containsExactly(200);
    assertThat(second.hasVanished()).isFalse();
    world.settles();
  }

  @CalmOnly("it says how soon it happens")
  void aDnsThatNeverAnswersEndsTheCallInBoundedTime(World world) {
    world.dns().stalls("stalled.example");
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@stalled.example");
    PhoneCall other = alice.dials("1001");
    world.advanceUntil(other::isRinging, 1); // nobody else waits
    other.hangsUp();
    world.advanceUntil(call::isEnded, 6);
    assertThat(call.status()).isEqualTo(500);
    world.settles();
  }

  @CalmOnly("it says how soon it happens")
  void aDomainThatIsNotThereIsNotFound(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@nowhere.example");
    world.advanceUntil(call::isEnded, 2);
    assertThat(call.status()).isEqualTo(404);
    world.settles();
    assertThat(world.records())
        .singleElement()
        .satisfies(r -> assertThat(r.cause()).isEqualTo(Cause.UNKNOWN_NUMBER));
  }

  @CalmOnly("it says how soon it happens")
  @Rfc(value = "3261 16.10", other = true)
  void theCallerMayGiveUpWhileTheNameIsLookedUp(World world) {
    world.dns().stalls("stalled.example");
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@stalled.example");
    world.advance(Duration.ofSeconds(1));
    call.cancels();
    world.advanceUntil(call::isEnded, 1);
    assertThat(call.status()).isEqualTo(487);
    world.settles();
  }

  @CalmOnly("it says how soon it happens")
  @Rfc(value = "3261 9.1", other = true)
  void theCancelGoesToTheServerThatRings(World world) {
    farExample(world);
    world.foreign("bob", "far.example", FIRST).reacts(Reaction.UNAVAILABLE);
    SimulatedPhone second = world.foreign("bob", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advanceUntil(call::isRinging, 3);
    call.cancels();
    world.settles();
    assertThat(second.call().wasCancelled()).isTrue();
    assertThat(call.status()).isEqualTo(487);
  }

  @EachWeather
  void aCallThatIsGivenUpIsNotTriedAtTheNextServer(World world) {
    farExample(world);
    SimulatedPhone second = world.foreign("bob", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advance(Duration.ofSeconds(2)); // the first, which is dead, has been sent the INVITE
    call.cancels();
    world.settles();
    assertThat(second.calls()).isEmpty();
    assertThat(call.status()).isEqualTo(487);
  }

  @Test
  void answersAreRememberedForTheirTime() {
    World world = farExample(World.seeded(72));
    SimulatedPhone first = world.foreign("bob", "far.example", FIRST).reacts(Reaction.BUSY);
    SimulatedPhone alice = world.phone("1001").registered();
    for (int i = 0; i < 3; i++) {
      PhoneCall call = alice.dials("bob@far.example");
      world.advanceUntil(call::isEnded, 3);
    }
    assertThat(first.calls()).hasSize(3);
    assertThat(world.dns().asked()).doesNotHaveDuplicates();
    world.advance(Duration.ofSeconds(60));
    alice.dials("bob@far.example");
    world.advanceUntil(() -> first.calls().size() == 4, 3);
    assertThat(world.dns().asked())
        .filteredOn(new Question("far.example", Question.Type.NAPTR)::equals)
        .hasSize(2);
    world.settles();
  }

  @Test
  void aPeerMayBeAName() {
    World world =
        World.withPeers(
            new Peer(
                1,
                "office",
                List.of(),
                0,
                null,
                new NumberPattern("2XXX"),
                null,
                Grammar.uri("sip:far.example")));
    farExample(world);
    SimulatedPhone second = world.foreign("2001", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("2001");
    world.advanceUntil(() -> !second.calls().isEmpty(), 6);
    second.call().answers();
    world.advanceUntil(call::isAnswered, 3);
    call.hangsUp();
    world.settles();
  }

  @CalmOnly("it says how soon it happens")
  void everyDomainOfTheSiteMeansTheSameUsers(World world) {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").ofDomain("10.0.0.1").registered();
    PhoneCall call = alice.dials("1002@10.0.0.1");
    world.advanceUntil(() -> !bob.calls().isEmpty(), 3);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 3);
    call.hangsUp();
    world.settles();
    assertThat(world.dns().asked()).isEmpty();
  }

  @CalmOnly("it says how soon it happens")
  @Rfc(value = "3261 16.4", other = true)
  void aRouteThatNamesUsIsTakenOffAndOneThatNamesOthersIsNotFollowed(World world) {
    farExample(world);
    SimulatedPhone far = world.foreign("bob", "far.example", FIRST);
    SimulatedPhone alice = world.phone("1001").outboundProxy("sip:10.0.0.1;lr").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advanceUntil(() -> !far.calls().isEmpty(), 3);
    assertThat(far.call().invite().has(HeaderName.ROUTE)).isFalse();
    call.cancels();
    world.advance(Duration.ofSeconds(2));
    PhoneCall relayed = alice.outboundProxy("sip:" + SECOND + ";lr").dials("bob@far.example");
    world.advanceUntil(relayed::isEnded, 3);
    assertThat(relayed.status()).isEqualTo(403);
    world.settles();
  }

  @Test
  void whicheverSendFailsNothingIsLeftBehind() {
    int sends = faultStory(-1);
    assertThat(sends).isGreaterThan(8);
    for (int k = 0; k < sends; k++) {
      faultStory(k);
    }
  }

  private static int faultStory(int failing) {
    World world = farExample(World.seeded(2000 + failing));
    SimulatedPhone first = world.foreign("bob", "far.example", FIRST).reacts(Reaction.UNAVAILABLE);
    SimulatedPhone second = world.foreign("bob", "far.example", SECOND);
    SimulatedPhone alice = world.phone("1001").register(3600);
    world.server().failSend(failing);
    world.advance(Duration.ofSeconds(40));
    alice.dials("bob@far.example");
    world.advance(Duration.ofSeconds(12));
    second.calls().forEach(PhoneCall::answers);
    world.advance(Duration.ofSeconds(40));
    for (SimulatedPhone phone : List.of(alice, first, second)) {
      phone.calls().forEach(PhoneCall::hangsUp);
    }
    world.settles();
    return world.server().sends();
  }

  // ---- who may

  @Test
  void aSiteThatKeepsToItselfCallsNobodyElse() {
    World world = farExample(World.federating(Federation.OFF));
    SimulatedPhone first = world.foreign("bob", "far.example", FIRST);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("bob@far.example");
    world.advanceUntil(call::isEnded, 3);
    assertThat(call.status()).isEqualTo(403);
    assertThat(first.calls()).isEmpty();
    world.settles();
  }

  @ParameterizedTest
  @EnumSource(
      value = Federation.class,
      names = {"OFF", "OUT"})
  void aStrangerIsAskedForCredentialsThatItDoesNotHave(Federation federation) {
    World world = farExample(World.federating(federation));
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone stranger = world.foreign("carol", "far.example", FIRST);
    PhoneCall call = stranger.dials("1002");
    world.advanceUntil(call::isEnded, 3);
    assertThat(call.status()).isEqualTo(403);
    assertThat(bob.calls()).isEmpty();
    world.settles();
  }

  @ParameterizedTest
  @EnumSource(Weather.class)
  void aStrangerMayCallOurUsersWhenTheSiteSaysSo(Weather weather) {
    World world = farExample(World.federating(73, weather));
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone stranger =
        world.foreign("carol", "far.example", FIRST).namedInContact("one.far.example");
    PhoneCall call = stranger.dials("1002");
    world.advanceUntil(() -> !bob.calls().isEmpty() && bob.call().isRinging(), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    bob.call().hangsUp(); // its BYE is for a Contact that is a name
    world.settles();
    assertThat(call.endedBy()).isEqualTo("other");
    assertThat(world.records())
        .singleElement()
        .satisfies(r -> assertThat(r.caller()).isEqualTo("carol@far.example"));
  }

  @ParameterizedTest
  @EnumSource(Federation.class)
  void nobodyRelaysThroughUs(Federation federation) {
    World world = farExample(World.federating(federation));
    world.dns().a("victim.example", SECOND);
    SimulatedPhone victim = world.foreign("dave", "victim.example", SECOND);
    SimulatedPhone stranger = world.foreign("carol", "far.example", FIRST);
    for (String target :
        List.of("dave@victim.example", "dave@" + SECOND, "dave@" + SECOND + ":5060")) {
      PhoneCall call = stranger.dials(target);
      world.advanceUntil(call::isEnded, 3);
      assertThat(call.status()).isEqualTo(403);
    }
    assertThat(victim.calls()).isEmpty();
    world.settles();
  }

  @Test
  void aStrangerWhoSaysToBeOneOfUsIsAskedForProof() {
    World world = World.federating(Federation.BOTH);
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = world.phoneWithPassword("1001", "guessed").dials("1002");
    world.advanceUntil(call::isEnded, 3);
    assertThat(call.status()).isEqualTo(403);
    assertThat(bob.calls()).isEmpty();
    world.settles();
  }

  @Test
  void aUserWhoHidesItsNameIsNoStranger() {
    World world = World.federating(Federation.BOTH);
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").registered().ofDomain("anonymous.invalid");
    alice.dials("1002");
    world.advanceUntil(() -> !bob.calls().isEmpty(), 3);
    assertThat(world.net().ladder().toString()).contains("407");
    alice.call().cancels();
    world.settles();
  }

  /** A domain of two servers, the first of which is preferred. */
  private static World farExample(World world) {
    world
        .dns()
        .naptr("far.example", 10, 10, "SIP+D2U", "_sip._udp.far.example")
        .srv("_sip._udp.far.example", 10, 1, 5060, "one.far.example")
        .srv("_sip._udp.far.example", 20, 1, 5060, "two.far.example")
        .a("one.far.example", FIRST)
        .a("two.far.example", SECOND);
    return world;
  }
}
