package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.From;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.RingGroup.Member;
import org.belfry.pbx.directory.RingGroup.Strategy;
import org.belfry.pbx.directory.Whereabouts;
import org.belfry.pbx.routing.CallPlan.SideNote;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;

/** Calls that go where somebody has arranged: forwarding, groups, refusals. */
@Rfc("3261")
class CallPlanTest {

  @EachWeather
  @Rfc(value = "5806 4", other = true)
  void whoDoesNotAnswerHasArrangedThatAColleagueRings(World world) {
    world.arranges("1002", settings().forward(On.NO_ANSWER, "dial:1003").done());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    assertThat(carol.calls()).isEmpty();
    world.advanceUntil(() -> rings(carol), 60);
    carol.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    assertThat(bob.call().wasCancelled()).isTrue();
    call.hangsUp();
    world.settles();
    assertThat(carol.call().received().header(HeaderName.DIVERSION))
        .isEqualTo("<sip:1002@pbx.example>;reason=no-answer;counter=1");
    assertThat(carol.call().received().values(HeaderName.HISTORY_INFO))
        .containsExactly(
            "<sip:1002@pbx.example?Reason=SIP%3Bcause%3D408>;index=1",
            "<sip:1003@pbx.example>;index=1.1;mp=1");
    assertThat(only(world).cause()).isEqualTo(Cause.CALLER_HUNG_UP);
    assertThat(only(world).attempts())
        .extracting(CallRecord.Attempt::step)
        .containsExactlyInAnyOrder(null, "phones 1003, sent by 1002 after no answer");
  }

  @EachWeather
  void theRecordSaysWhyTheCallWentWhereItWentAsItWasDecidedThen(World world) {
    world.arranges("1002", settings().forward(On.NO_ANSWER, "dial:1003").done());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    world.arranges("1002", settings().done()); // the rule is deleted while it rings
    call.hangsUp();
    world.settles();
    assertThat(only(world).reasons())
        .extracting(CallRecord.Reason::code)
        .contains("DIALLED_USER", "RULE", "RINGS");
    assertThat(only(world).reasons().getFirst().sentence()).startsWith("1002 is the extension of ");
  }

  @EachWeather
  void whoHasArrangedNothingHasReasonsToo(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    call.hangsUp();
    world.settles();
    assertThat(only(world).reasons())
        .extracting(CallRecord.Reason::code)
        .startsWith("DIALLED_USER")
        .contains("RINGS");
  }

  @EachWeather
  void whoIsBusyHasArrangedAnotherThanWhoIsNotThere(World world) {
    world.arranges(
        "1002",
        settings().forward(On.BUSY, "dial:1003").forward(On.UNREACHABLE, "dial:1004").done());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    SimulatedPhone dave = world.phone("1004").registered();
    PhoneCall first = alice.dials("1002"); // has no phone yet
    world.advanceUntil(() -> rings(dave), 40);
    first.hangsUp();
    world.advanceUntil(first::isEnded, 40);
    world.phone("1002").reacts(Reaction.BUSY).registered();
    PhoneCall second = alice.dials("1002");
    world.advanceUntil(() -> rings(carol), 40);
    second.hangsUp();
    world.settles();
    assertThat(world.records().getFirst().attempts().getFirst().target()).isEqualTo("phones 1002");
  }

  @EachWeather
  void whoDeclinesInAGroupSpeaksForThemselvesOnly(World world) {
    world.arranges(group(Strategy.ALL, null, member("1002", 0), member("1003", 0)));
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").reacts(Reaction.DECLINE).registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("600");
    world.advanceUntil(() -> rings(carol), 40);
    world.advance(Duration.ofSeconds(5));
    carol.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    call.hangsUp();
    world.settles();
    assertThat(only(world).attempts()).extracting(CallRecord.Attempt::status).contains(603, 200);
    assertThat(only(world).takenBy()).isEqualTo("1003");
  }

  @EachWeather
  void aMemberWithADelayJoinsThoseWhoRingAlready(World world) {
    world.arranges(group(Strategy.ALL, null, member("1002", 0), member("1003", 8)));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("600");
    world.advanceUntil(() -> rings(bob), 10);
    world.advance(Duration.ofSeconds(1));
    assertThat(carol.calls()).isEmpty();
    world.advanceUntil(() -> rings(carol), 30);
    assertThat(rings(bob)).isTrue();
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    assertThat(carol.call().wasCancelled()).isTrue();
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void aGroupInOrderRingsOneAfterTheOtherAndThenSaysThatNobodyAnswered(World world) {
    world.arranges(
        group(Strategy.LINEAR, "refuse:unavailable", member("1002", 0), member("1003", 0)));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("600");
    world.advanceUntil(() -> rings(bob), 40);
    world.advanceUntil(() -> rings(carol), 40);
    world.advanceUntil(call::isEnded, 80);
    assertThat(call.status()).isEqualTo(480);
    world.settles();
    assertThat(bob.call().wasCancelled()).isTrue();
    assertThat(carol.call().wasCancelled()).isTrue();
  }

  @EachWeather
  void whoGivesUpWhileTheSecondRingsEndsThePlan(World world) {
    world.arranges("1002", settings().forward(On.BUSY, "dial:1003").mailbox().done());
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").reacts(Reaction.BUSY).registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(carol), 40);
    call.hangsUp();
    world.settles();
    assertThat(call.status()).isEqualTo(487);
    assertThat(only(world).cause()).isEqualTo(Cause.CANCELLED);
  }

  @EachWeather
  void nobodyIsDisturbedWhoDoesNotWantToBe(World world) {
    Site.Settings quiet = settings();
    quiet.doNotDisturb = true;
    world.arranges("1002", quiet.done());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(call::isEnded, 40);
    assertThat(call.status()).isEqualTo(486);
    world.settles();
    assertThat(bob.calls()).isEmpty();
    assertThat(only(world).cause()).isEqualTo(Cause.BUSY);
  }

  @EachWeather
  void aCircleOfForwardsEndsTheCallAtOnce(World world) {
    world.arranges("1002", settings().forward(On.CALL, "dial:1003").done());
    world.arranges("1003", settings().forward(On.CALL, "dial:1002").done());
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(call::isEnded, 40);
    assertThat(call.status()).isEqualTo(482);
    world.settles();
  }

  @EachWeather
  void whoIsInAsManyCallsAsTheyWantIsBusyUntilTheyHangUp(World world) {
    Site.Settings one = settings();
    one.callLimit = 1;
    world.arranges("1002", one.forward(On.BUSY, "dial:1004").done());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    SimulatedPhone dave = world.phone("1004").registered();
    PhoneCall first = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    bob.call().answers();
    world.advanceUntil(first::isAnswered, 40);
    PhoneCall second = carol.dials("1002");
    world.advanceUntil(() -> rings(dave), 40);
    assertThat(bob.calls()).hasSize(1);
    second.hangsUp();
    first.hangsUp();
    world.advanceUntil(() -> world.server().liveCalls().isEmpty(), 80);
    PhoneCall third = carol.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    third.hangsUp();
    world.settles();
  }

  @EachWeather
  @Rfc("20.4")
  void thePhoneIsToldHowToRing(World world) {
    Site.Settings rings = settings();
    rings.rules.add(
        new CallRule(
            On.CALL,
            From.INSIDE,
            List.of(),
            null,
            true,
            new Action.RingPhones(Duration.ofSeconds(20), "inside")));
    world.arranges("1002", rings.done());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    assertThat(bob.call().received().header(HeaderName.ALERT_INFO))
        .isEqualTo("<http://127.0.0.1>;info=inside");
    alice.call().hangsUp();
    world.settles();
  }

  @EachWeather
  void theFrontDeskIsToldOfAnEmergencyCallEvenWhenNoTrunkCanTakeIt(World world) {
    Site.Settings upstairs = settings();
    upstairs.location = "2nd floor";
    world.arranges("1002", upstairs.done());
    world.arranges(new Site().trunk("main", "+4930100").dialPlan());
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = world.phone("1002").registered().dials("112");
    world.advanceUntil(call::isEnded, 40);
    world.advanceUntil(() -> !alice.texts().isEmpty(), 40);
    assertThat(alice.texts().getFirst())
        .isEqualTo("EMERGENCY CALL by 1002 (User 2) to 112: 2nd floor");
    // A trunk is asked for ever whether it is there: it goes before everything settles.
    world.arranges(DialPlan.EMPTY);
    world.advanceUntil(() -> world.server().trunks().all().isEmpty(), 60);
    world.settles();
    assertThat(world.server().said())
        .containsOnly(
            new SideNote.Emergency(
                "1001",
                "1002",
                "112",
                new Whereabouts(null, Whereabouts.By.NOTHING, "", "2nd floor"),
                false));
    assertThat(only(world).attempts())
        .extracting(CallRecord.Attempt::target)
        .containsExactly("outside 112 by main", "outside 112 by main even if it is down");
  }

  private static Site.Settings settings() {
    return new Site.Settings();
  }

  private static Member member(String extension, int delay) {
    return new Member(extension, Duration.ofSeconds(delay));
  }

  private static DialPlan group(Strategy strategy, String overflow, Member... members) {
    Site site = new Site();
    site.groups.put(
        "600",
        new RingGroup(
            "600",
            "Sales",
            strategy,
            List.of(members),
            Duration.ofSeconds(40),
            Duration.ofSeconds(15),
            false,
            overflow == null ? null : Destination.parse(overflow)));
    return site.dialPlan();
  }

  private static boolean rings(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }

  private static CallRecord only(World world) {
    assertThat(world.records()).hasSize(1);
    return world.records().getFirst();
  }
}
