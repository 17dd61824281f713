package org.belfry.pbx.app.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.app.queue.Calls.queue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.app.queue.Queue.Member;
import org.belfry.pbx.app.queue.Queue.Strategy;
import org.belfry.pbx.app.queue.QueueEffect.Outcome;
import org.junit.jupiter.api.Test;

class QueueMachineTest {
  @Test
  void aCallerRingsTheAgentAndTheyTalk() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).agents("1001").joins("a");
    assertThat(q.rung()).containsExactly("1001<a");
    q.answers("1001", "a");
    assertThat(q.all(QueueEffect.Connect.class))
        .singleElement()
        .satisfies(c -> assertThat(c.caller().id()).isEqualTo("a"));
    assertThat(q.waiting()).isEmpty();
    q.now = q.now.plusSeconds(90);
    q.ends("1001");
    assertThat(q.all(QueueEffect.Keep.class))
        .singleElement()
        .satisfies(k -> {
          assertThat(k.stay().outcome()).isEqualTo(Outcome.ANSWERED);
          assertThat(k.stay().agent()).isEqualTo("1001");
          assertThat(k.stay().talked()).isEqualTo(Duration.ofSeconds(90));
        });
    assertThat(q.joins("b").rung()).containsExactly("1001<b");
  }

  @Test
  void nobodyRingsWhoIsNotLoggedInOrPausedOrOnThePhone() {
    Calls q = new Calls(queue(Strategy.RING_ALL, "1001", "1002", "1003", "1004"));
    q.agents("1001", "1002", "1003").on(new QueueEvent.Paused("1001", "lunch"));
    q.elsewhere.add("1002");
    assertThat(q.joins("a").rung()).containsExactly("1003<a");
  }

  @Test
  void whoComesBackFromAPauseTakesTheNext() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).agents("1001");
    q.on(new QueueEvent.Paused("1001", "lunch")).joins("a");
    assertThat(q.rung()).isEmpty();
    assertThat(q.on(new QueueEvent.Resumed("1001")).rung()).containsExactly("1001<a");
  }

  @Test
  void longestIdleComesFirst() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001", "1002")).agents("1002", "1001");
    assertThat(q.joins("a").rung()).containsExactly("1002<a");
    q.answers("1002", "a").after(5);
    q.ends("1002");
    assertThat(q.joins("b").rung()).containsExactly("1001<b");
  }

  @Test
  void fewestCallsComesFirst() {
    Calls q = new Calls(queue(Strategy.FEWEST_CALLS, "1001", "1002")).agents("1001", "1002");
    q.joins("a").answers("1001", "a").ends("1001");
    q.joins("b").answers("1002", "b").ends("1002");
    q.joins("c").answers("1001", "c").ends("1001");
    assertThat(q.joins("d").rung()).containsExactly("1002<d");
  }

  @Test
  void roundRobinGoesOnAfterWhoRangLast() {
    Calls q = new Calls(queue(Strategy.ROUND_ROBIN, "1001", "1002", "1003"));
    q.agents("1001", "1002", "1003");
    for (String expected : List.of("1001", "1002", "1003", "1001")) {
      assertThat(q.joins("a").rung()).containsExactly(expected + "<a");
      q.answers(expected, "a").ends(expected);
    }
  }

  @Test
  void theLowestLevelComesFirstAndSkillsAreNeeded() {
    List<Member> members =
        List.of(
            new Member("1001", 2, Set.of("french"), false),
            new Member("1002", 1, Set.of(), false),
            new Member("1003", 3, Set.of("french"), false));
    Calls q = new Calls(queue(Strategy.BY_LEVEL, members, Duration.ZERO));
    q.agents("1001", "1002", "1003");
    assertThat(q.joins("a").rung()).containsExactly("1002<a");
    assertThat(q.on(new QueueEvent.Joined("b", "", null, 0, "french")).rung())
        .containsExactly("1001<b");
    assertThat(q.on(new QueueEvent.Joined("c", "", null, 0, "latin")).rung()).isEmpty();
    assertThat(q.joins("d").rung()).as("whoever can is not kept from it").containsExactly("1003<d");
  }

  @Test
  void ringAllRingsEverybodyForTheFirstAndStopsTheOthers() {
    Calls q = new Calls(queue(Strategy.RING_ALL, "1001", "1002", "1003"));
    q.agents("1001", "1002", "1003").joins("a");
    assertThat(q.rung()).containsExactly("1001<a", "1002<a", "1003<a");
    assertThat(q.joins("b").rung()).isEmpty();
    q.answers("1002", "a");
    assertThat(q.all(QueueEffect.StopRinging.class))
        .extracting(QueueEffect.StopRinging::agent)
        .containsExactly("1001", "1003");
    assertThat(q.rung()).containsExactly("1001<b", "1003<b");
  }

  @Test
  void whoDoesNotAnswerIsLeftInPeaceAndAnotherRings() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001", "1002")).agents("1001", "1002");
    q.joins("a").refuses("1001", "a");
    assertThat(q.rung()).containsExactly("1002<a");
    q.refuses("1002", "a");
    assertThat(q.rung()).isEmpty();
    assertThat(q.after(6).rung()).containsExactly("1001<a");
  }

  @Test
  void whoMissesTooManyIsPaused() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).agents("1001").joins("a");
    q.refuses("1001", "a").after(6);
    q.refuses("1001", "a").after(6);
    q.refuses("1001", "a");
    assertThat(q.all(QueueEffect.Duty.class))
        .singleElement()
        .satisfies(d -> assertThat(d.pause()).isEqualTo(QueueMachine.MISSED));
    assertThat(q.after(60).rung()).isEmpty();
  }

  @Test
  void aPhoneOfWhichNothingIsHeardIsGivenUp() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001", "1002")).agents("1001", "1002");
    q.joins("a").after(24);
    assertThat(q.rung()).isEmpty();
    q.after(1);
    assertThat(q.all(QueueEffect.StopRinging.class)).hasSize(1);
    assertThat(q.rung()).containsExactly("1002<a");
  }

  @Test
  void agentsHaveTimeAfterACall() {
    List<Member> one = List.of(new Member("1001", 1, Set.of(), false));
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, one, Duration.ofSeconds(15)));
    q.agents("1001").joins("a").answers("1001", "a").ends("1001").joins("b");
    assertThat(q.rung()).isEmpty();
    assertThat(q.after(15).rung()).containsExactly("1001<b");
  }

  @Test
  void priorityGoesBeforeTime() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001"));
    q.joins("a").joins("b").on(new QueueEvent.Joined("vip", "1", null, 5, null));
    assertThat(q.waiting()).containsExactly("vip", "a", "b");
    assertThat(q.agents("1001").waiting()).containsExactly("vip", "a", "b");
    assertThat(q.state.position("b")).isEqualTo(3);
  }

  @Test
  void whoHangsUpIsAbandonedAndStopsThePhone() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).agents("1001").joins("a");
    q.on(new QueueEvent.Left("a"));
    assertThat(q.all(QueueEffect.StopRinging.class)).hasSize(1);
    assertThat(q.all(QueueEffect.Keep.class))
        .singleElement()
        .satisfies(k -> assertThat(k.stay().outcome()).isEqualTo(Outcome.ABANDONED));
    assertThat(q.joins("b").rung()).containsExactly("1001<b");
  }

  @Test
  void overflowByLengthTimeAndNobody() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001"));
    for (String caller : List.of("a", "b", "c", "d", "e")) {
      assertThat(q.joins(caller).all(QueueEffect.Overflow.class)).isEmpty();
    }
    assertThat(q.joins("f").all(QueueEffect.Overflow.class))
        .containsExactly(new QueueEffect.Overflow("f", Outcome.FULL, q.state.queue().full()));
    assertThat(q.after(600).all(QueueEffect.Overflow.class)).hasSize(5);
    assertThat(q.waiting()).isEmpty();

    Calls n = new Calls(Calls.withNobody(queue(Strategy.LONGEST_IDLE, "1001"), "dial:1009"));
    assertThat(n.joins("a").all(QueueEffect.Overflow.class))
        .singleElement()
        .satisfies(o -> assertThat(o.why()).isEqualTo(Outcome.NOBODY));
    n.agents("1001").joins("b");
    assertThat(n.rung()).containsExactly("1001<b");
    assertThat(n.on(new QueueEvent.LoggedOut("1001")).all(QueueEffect.Overflow.class)).hasSize(1);
  }

  @Test
  void placesAndEstimatesAreAnnouncedInTheInterval() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).joins("a").joins("b");
    assertThat(q.all(QueueEffect.Announce.class))
        .containsExactly(new QueueEffect.Announce("b", 2, Duration.ofMinutes(6), false));
    assertThat(q.after(29).all(QueueEffect.Announce.class)).isEmpty();
    assertThat(q.after(1).all(QueueEffect.Announce.class)).hasSize(2);
    assertThat(q.after(30).all(QueueEffect.Announce.class))
        .allMatch(QueueEffect.Announce::callBack);
  }

  @Test
  void whoIsCalledBackKeepsThePlace() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).joins("a").after(60);
    q.on(new QueueEvent.CallBackWanted("a", "+491701")).on(new QueueEvent.Left("a")).joins("b");
    assertThat(q.waiting()).containsExactly("a", "b");
    assertThat(q.after(3600).waiting()).as("call-backs have time").containsExactly("a");
    assertThat(q.agents("1001").waiting()).containsExactly("a");
    q.answers("1001", "a");
    assertThat(q.all(QueueEffect.Connect.class))
        .singleElement()
        .satisfies(c -> assertThat(c.caller().callBack()).isEqualTo("+491701"));
    q.on(new QueueEvent.CallBackFailed("1001", "a"));
    assertThat(q.waiting()).containsExactly("a");
    assertThat(q.rung()).isEmpty();
    assertThat(q.after(300).rung()).containsExactly("1001<a");
    q.answers("1001", "a").on(new QueueEvent.CallBackFailed("1001", "a"));
    assertThat(q.waiting()).isEmpty();
    assertThat(q.all(QueueEffect.Keep.class))
        .singleElement()
        .satisfies(k -> assertThat(k.stay().outcome()).isEqualTo(Outcome.NOT_REACHED));
  }

  @Test
  void aNumberIsCalledBackOnceHoweverOftenItIsAskedFor() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).joins("a").joins("b").joins("c");
    q.on(new QueueEvent.CallBackWanted("a", "+491701")).on(new QueueEvent.Left("a"));
    q.on(new QueueEvent.CallBackWanted("b", "+491701"));
    assertThat(q.all(QueueEffect.Keep.class))
        .singleElement()
        .satisfies(k -> assertThat(k.stay().outcome()).isEqualTo(Outcome.ABANDONED));
    q.on(new QueueEvent.Left("b")).on(new QueueEvent.CallBackWanted("c", "+491702"));
    assertThat(q.waiting()).containsExactlyInAnyOrder("a", "c");
    q.agents("1001").answers("1001", "c").joins("d");
    q.on(new QueueEvent.CallBackWanted("d", "+491702"));
    assertThat(q.waiting()).as("it is being called").containsExactly("a");
  }

  /** Forged numbers would else take all places, and callers be turned away. */
  @Test
  void callBacksTakeHalfOfThePlacesAtMost() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001"));
    for (String caller : List.of("a", "b", "c", "d")) {
      q.joins(caller).on(new QueueEvent.CallBackWanted(caller, "+49170" + caller));
      q.on(new QueueEvent.Left(caller));
    }
    assertThat(q.waiting()).as("half of five, rounded up").containsExactly("a", "b", "c");
    q.joins("e").after(60);
    assertThat(q.all(QueueEffect.Announce.class))
        .singleElement()
        .satisfies(told -> assertThat(told.callBack()).as("it is not offered").isFalse());
  }

  @Test
  void whoLogsOutWhileTalkingTalksOn() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001")).agents("1001").joins("a");
    q.answers("1001", "a").on(new QueueEvent.LoggedOut("1001"));
    assertThat(q.state.agents().get("1001").work()).isInstanceOf(Agent.Work.Talking.class);
    q.ends("1001").joins("b");
    assertThat(q.rung()).isEmpty();
  }

  @Test
  void aQueueIsArrangedAnewWhilePeopleWaitAndTalk() {
    Calls q = new Calls(queue(Strategy.LONGEST_IDLE, "1001", "1002")).agents("1001", "1002");
    q.joins("a").answers("1001", "a").joins("b");
    q.on(new QueueEvent.Changed(queue(Strategy.LONGEST_IDLE, "1003")));
    assertThat(q.waiting()).containsExactly("b");
    assertThat(q.state.agents().keySet()).containsExactly("1003", "1001");
    q.ends("1001");
    assertThat(q.state.agents().keySet()).containsExactly("1003");
    assertThat(q.agents("1003").state.agents().get("1003").work())
        .isInstanceOf(Agent.Work.Ringing.class);
  }

  @Test
  void whoAnswersTooLateDoesNotTakeASecondCaller() {
    Calls q = new Calls(queue(Strategy.RING_ALL, "1001", "1002")).agents("1001", "1002");
    q.joins("a").answers("1001", "a").answers("1002", "a");
    assertThat(q.all(QueueEffect.Connect.class)).isEmpty();
    assertThat(q.all(QueueEffect.StopRinging.class)).hasSize(1);
  }
}
