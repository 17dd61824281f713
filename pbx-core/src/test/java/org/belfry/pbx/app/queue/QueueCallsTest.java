package org.belfry.pbx.app.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.app.FakeCall;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.queue.Queue.Strategy;
import org.belfry.pbx.app.queue.QueueEffect.Outcome;
import org.belfry.pbx.app.queue.QueueEffect.Stay;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.routing.GermanNumbers;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to queues, from the caller's side. */
class QueueCallsTest {
  private FakeCall call;
  private final HandDriver driver = new HandDriver(this::now);
  private final Set<String> busy = new HashSet<>();
  private final List<Stay> stays = new ArrayList<>();
  private final List<String> callBacks = new ArrayList<>();
  private final QueueLog log =
      new QueueLog() {
        @Override
        public void joined(String queue, Waiter caller) {
          // seen in the state
        }

        @Override
        public void kept(String queue, Stay stay, boolean inTime) {
          stays.removeIf(s -> s.caller().equals(stay.caller()));
          stays.add(stay);
        }

        @Override
        public void duty(String queue, QueueEffect.Duty duty) {
          // seen in the state
        }

        @Override
        public Kept before(String queue) {
          return Kept.NOTHING;
        }
      };
  private final CallDistributor desk =
      new CallDistributor(
          this::now,
          driver,
          agent -> !busy.contains(agent),
          log,
          (queue, agent, caller, time) -> callBacks.add(agent.agent() + " for " + caller.id()));

  private Instant now() {
    return call == null ? Instant.parse("2026-11-21T10:00:00Z") : call.clock();
  }

  private QueueCalls queue(Queue queue) {
    desk.arrange(List.of(queue));
    Directory site = new Site().user("1001").user("1002").user("1003").directory();
    Directory with =
        new Directory(
            1,
            site.domain(),
            site.localDomains(),
            site.users(),
            site.peers(),
            site.dialPlan().edit().services(List.of(queue)).done());
    return new QueueCalls(desk, () -> with, numbers(with));
  }

  private static CallBackNumbers numbers(Directory site) {
    return new CallBackNumbers(() -> site, new GermanNumbers());
  }

  private FakeCall to(Queue queue) {
    call = FakeCall.to(queue(queue)).argument("sales").fromOutside("+4917012345", null);
    return call;
  }

  private void in(String... agents) {
    for (String agent : agents) {
      desk.happened("sales", new QueueEvent.LoggedIn(agent));
    }
  }

  /** Time passes for caller and desk. */
  private FakeCall ticks(int seconds) {
    for (int i = 0; i < seconds * 2; i++) {
      call.waits(Duration.ofMillis(500)).then(driver::timeHasPassed);
    }
    return call;
  }

  private static Queue two() {
    return Calls.queue(Strategy.LONGEST_IDLE, "1001", "1002");
  }

  private Agent agent(String name) {
    return desk.state("sales").agents().get(name);
  }

  @Test
  void aCallerTalksToTheAgent() {
    to(two());
    in("1001");
    call.answers("1001", Duration.ofSeconds(3), Duration.ofSeconds(60));
    ticks(10).run();
    assertThat(call.did("calls 1001")).as(call.log().toString()).isTrue();
    assertThat(call.played()).contains(new Prompt.Music("jazz"));
    assertThat(stays)
        .singleElement()
        .satisfies(s -> {
          assertThat(s.agent()).isEqualTo("1001");
          assertThat(s.talked()).isEqualTo(Duration.ofSeconds(60));
          assertThat(Duration.between(s.since(), s.until())).isEqualTo(Duration.ofSeconds(3));
        });
    assertThat(agent("1001").work()).isInstanceOf(Agent.Work.Idle.class);
    assertThat(agent("1001").calls()).isEqualTo(1);
  }

  @Test
  void whileTheAgentTalksTheDeskKnows() {
    to(two());
    in("1001");
    List<String> seen = new ArrayList<>();
    call.answers("1001", Duration.ofSeconds(3), Duration.ofSeconds(60));
    ticks(10).then(() -> seen.add(agent("1001").work().getClass().getSimpleName())).run();
    assertThat(seen).containsExactly("Talking");
  }

  @Test
  void whenOneIsBusyTheOtherRings() {
    to(two());
    in("1001", "1002");
    call.refuses("1001", Duration.ofSeconds(1), 486)
        .answers("1002", Duration.ofSeconds(3), Duration.ofSeconds(5));
    ticks(10).run();
    assertThat(stays).singleElement().satisfies(s -> assertThat(s.agent()).isEqualTo("1002"));
    assertThat(agent("1001").missed()).isZero();
  }

  @Test
  void whoRingsInVainIsAskedAgainWhenNobodyElseIsThere() {
    to(two());
    in("1001");
    call.answers("1001", Duration.ofSeconds(30), Duration.ofSeconds(5));
    ticks(50).hangsUp().run();
    assertThat(call.log().stream().filter(l -> l.contains("calls 1001"))).hasSize(2);
    assertThat(agent("1001").missed()).isPositive();
    assertThat(stays)
        .singleElement()
        .satisfies(s -> assertThat(s.outcome()).isEqualTo(Outcome.ABANDONED));
    assertThat(desk.state("sales").waiters()).isEmpty();
    assertThat(agent("1001").work()).isInstanceOf(Agent.Work.Idle.class);
  }

  @Test
  void theCallerHearsThePlaceAndHowLongItMayTake() {
    to(two());
    ticks(70).hangsUp().run();
    assertThat(call.phrases())
        .startsWith("queue-next", "queue-estimate", "queue-next", "queue-estimate")
        .endsWith("queue-call-back-offer");
    assertThat(call.played()).contains(new Prompt.Length(Duration.ofMinutes(3)));
  }

  @Test
  void whoHasWaitedTooLongHearsSo() {
    to(two());
    ticks(610).run();
    assertThat(call.phrases()).endsWith("queue-late");
    assertThat(stays)
        .singleElement()
        .satisfies(s -> assertThat(s.outcome()).isEqualTo(Outcome.LATE));
  }

  @Test
  void whenNobodyIsThereTheCallGoesOn() {
    to(Calls.withNobody(two(), "voicemail:1003")).run();
    assertThat(call.did("calls sip:1003@pbx.example;app=voicemail")).isTrue();
  }

  @Test
  void whoWantsToBeCalledBackKeepsThePlace() {
    to(two());
    ticks(61).dials("1").hears("press-1-to-accept").dials("1").run();
    assertThat(call.phrases()).endsWith("queue-call-back-number", "press-1-to-accept", "goodbye");
    assertThat(call.played()).contains(new Prompt.Digits("+4917012345"));
    assertThat(desk.state("sales").waiters())
        .singleElement()
        .satisfies(w -> assertThat(w.callBack()).isEqualTo("+4917012345"));
    in("1002");
    assertThat(callBacks).containsExactly("1002 for fake-call");
  }

  @Test
  void whoDoesNotWantTheNumberWaitsOn() {
    to(two());
    ticks(61).dials("1").hears("press-1-to-accept").dials("2").waits(5).hangsUp().run();
    assertThat(stays)
        .singleElement()
        .satisfies(s -> assertThat(s.outcome()).isEqualTo(Outcome.ABANDONED));
  }

  @Test
  void anAgentCallsBack() {
    whoWantsToBeCalledBackKeepsThePlace();
    call =
        FakeCall.to(forAgent(two()))
            .outgoing()
            .answers("+4917012345", Duration.ofSeconds(5), Duration.ofSeconds(40))
            .run();
    assertThat(call.phrases()).containsExactly("queue-call-back-agent");
    assertThat(call.payer("+4917012345")).isEqualTo(new Payer.User("1002"));
    assertThat(stays)
        .singleElement()
        .satisfies(s -> {
          assertThat(s.outcome()).isEqualTo(Outcome.ANSWERED);
          assertThat(s.agent()).isEqualTo("1002");
        });
    assertThat(desk.state("sales").waiters()).isEmpty();
  }

  private CallBackCalls.ForAgent forAgent(Queue queue) {
    Directory site = new Site().user("1001").user("1002").user("1003").directory();
    return new CallBackCalls.ForAgent(
        desk, numbers(site), queue, desk.state("sales").queue().members().get(1), "fake-call");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+499001234567", "+33140000000", "112", "*72040123456", "0"})
  void aNumberThatWouldCostMoreIsNotCalledBack(String number) {
    call = FakeCall.to(queue(two())).argument("sales").fromOutside(number, null);
    ticks(61).dials("1").waits(5).hangsUp().run();
    assertThat(call.phrases())
        .doesNotContain("queue-call-back-offer", "queue-call-back-number", "goodbye");
    assertThat(desk.state("sales").waiters()).isEmpty();
  }

  @Test
  void aNumberAbroadIsCalledBackWhenTheQueueMayCallThere() {
    Queue queue =
        mayCall(
            new Permissions(Set.of(NumberClass.INTERNATIONAL, NumberClass.PREMIUM), Set.of("FR")));
    CallBackNumbers numbers = numbers(new Site().user("1001").directory());
    assertThat(numbers.dialled(queue, "+33140000000")).isEqualTo("+33140000000");
    assertThat(numbers.dialled(queue, "+12125550100")).isNull();
    assertThat(numbers.dialled(queue, "040123456")).isNull();
    assertThat(numbers.dialled(queue, "1001")).isNull();
    assertThat(numbers.dialled(queue, "+499001234567")).as("never, even if allowed").isNull();
    assertThat(numbers.dialled(two(), "040123456")).isEqualTo("+4940123456");
    assertThat(numbers.dialled(two(), "1001")).isEqualTo("1001");
    assertThat(numbers.dialled(two(), null)).isNull();
  }

  @Test
  void aNumberThatAPeerServesNeedsTheSameRight() {
    Directory site = new Site().user("1001").directory();
    Peer gateway =
        new Peer(
            1,
            "gateway",
            List.of(),
            0,
            null,
            new NumberPattern("*"),
            Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.80", 5060)),
            null,
            false);
    CallBackNumbers numbers = numbers(site.next(List.of(gateway)));
    assertThat(numbers.dialled(two(), "0033140000000")).isNull();
    assertThat(numbers.dialled(two(), "0900123456")).isNull();
    assertThat(numbers.dialled(two(), "040123456")).isEqualTo("040123456");
    assertThat(numbers.dialled(two(), "2001")).isEqualTo("2001");
  }

  @Test
  void anAgentCallsNobodyBackWhomTheQueueMayNotCallAnyMore() {
    whoWantsToBeCalledBackKeepsThePlace();
    call =
        FakeCall.to(forAgent(mayCall(new Permissions(Set.of(NumberClass.INTERNAL), Set.of()))))
            .outgoing()
            .answers("+4917012345", Duration.ofSeconds(5), Duration.ofSeconds(40))
            .run();
    assertThat(call.phrases()).containsExactly("vm-cannot-call-back");
    assertThat(call.payer("+4917012345")).as("nothing is dialled").isNull();
  }

  private static Queue mayCall(Permissions mayCall) {
    Queue q = two();
    return new Queue(
        q.name(),
        q.number(),
        q.language(),
        q.strategy(),
        q.members(),
        q.ringTime(),
        q.wrapUp(),
        q.missedMax(),
        q.waitingMax(),
        q.waitMax(),
        q.greeting(),
        q.music(),
        q.announcements(),
        new Queue.CallBack(Duration.ofSeconds(60), 2, Duration.ofMinutes(5), mayCall),
        q.full(),
        q.late(),
        q.nobody(),
        q.serviceLevel());
  }

  @Test
  void aCallBackThatNobodyAnswersIsTriedAgain() {
    whoWantsToBeCalledBackKeepsThePlace();
    call =
        FakeCall.to(forAgent(two()))
            .outgoing()
            .refuses("+4917012345", Duration.ofSeconds(5), 486)
            .run();
    assertThat(call.phrases()).containsExactly("queue-call-back-agent", "nobody-there");
    assertThat(desk.state("sales").waiters())
        .singleElement()
        .satisfies(w -> assertThat(w.tries()).isEqualTo(1));
  }

  @Test
  void agentsLogInAndPauseByCode() {
    Queue queue = two();
    queue(queue);
    List<String> phrases = new ArrayList<>();
    Directory site = new Site().user("1001").directory();
    Directory with =
        new Directory(
            1,
            site.domain(),
            site.localDomains(),
            site.users(),
            site.peers(),
            site.dialPlan().edit().services(List.of(queue)).done());
    var codes = new DutyCodes(desk, () -> with).applications();
    for (String dialled : List.of("0", "1", "1 3", "1", "0 600", "1", "0 4711")) {
      var app = codes.get(dialled.charAt(0) - '0');
      phrases.addAll(
          FakeCall.to(app).from("1001").argument(dialled.substring(1).strip()).run().phrases());
    }
    assertThat(phrases)
        .containsExactly(
            "queue-logged-in",
            "queue-paused",
            "queue-resumed",
            "queue-paused",
            "queue-logged-out",
            "queue-no-member",
            "queue-no-member");
    FakeCall stranger = FakeCall.to(codes.getFirst()).fromOutside("1001", null).run();
    assertThat(stranger.did("refuses 403")).isTrue();
    assertThat(FakeCall.to(codes.getFirst()).from("1003").run().phrases())
        .containsExactly("queue-no-member");
  }

  @Test
  void theCallerMayHangUpAtAnyStep() {
    int runs =
        FakeCall.hangUpSweep(() -> {
          to(two());
          in("1001");
          call.answers("1001", Duration.ofSeconds(30), Duration.ofSeconds(5));
          return ticks(65).dials("1").hears("press-1-to-accept").dials("1");
        });
    assertThat(runs).isGreaterThan(10);
    assertThat(desk.state("sales").waiters())
        .as("only who is to be called back is left")
        .allMatch(w -> w.callBack() != null);
  }
}
