package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.ivr.Attendant;
import org.belfry.pbx.app.ivr.AttendantCalls;
import org.belfry.pbx.app.ivr.Heard;
import org.belfry.pbx.app.ivr.Line;
import org.belfry.pbx.app.ivr.MailboxRecordings;
import org.belfry.pbx.app.ivr.Node;
import org.belfry.pbx.app.queue.Agent;
import org.belfry.pbx.app.queue.CallBackCalls;
import org.belfry.pbx.app.queue.CallBackNumbers;
import org.belfry.pbx.app.queue.CallDistributor;
import org.belfry.pbx.app.queue.DutyCodes;
import org.belfry.pbx.app.queue.Queue;
import org.belfry.pbx.app.queue.QueueCalls;
import org.belfry.pbx.app.queue.QueueEffect;
import org.belfry.pbx.app.queue.QueueLog;
import org.belfry.pbx.app.queue.Waiter;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Service;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.routing.GermanNumbers;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** An attendant and a queue with their callers and agents, from phone to phone. */
class AttendantAndQueueTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Node.Again TWICE = new Node.Again(List.of(), 2, null);

  /** Nothing is kept. */
  private static final QueueLog NOTHING =
      new QueueLog() {
        @Override
        public void joined(String queue, Waiter caller) {
          // seen in the state
        }

        @Override
        public void kept(String queue, QueueEffect.Stay stay, boolean inTime) {
          // seen in the state
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

  private static Queue sales() {
    return new Queue(
        "sales",
        "600",
        null,
        Queue.Strategy.LONGEST_IDLE,
        List.of(new Queue.Member("1001", 1, Set.of(), false)),
        Duration.ofSeconds(20),
        Duration.ZERO,
        0,
        10,
        Duration.ofMinutes(10),
        List.of(),
        "jazz",
        new Queue.Announcements(Duration.ZERO, false, false, List.of()),
        null,
        null,
        Destination.parse("dial:1003"),
        null,
        Duration.ofSeconds(20));
  }

  private static Attendant day() {
    SequencedMap<String, Node> nodes = new LinkedHashMap<>();
    nodes.put(
        "top",
        new Node.Menu(
            List.of(new Line.Text("Press 1.")),
            new LinkedHashMap<>(Map.of("1", "sales", "2", "desk")),
            true,
            FIVE,
            TWICE,
            TWICE));
    nodes.put("sales", new Node.GoTo(Destination.parse("app:queue:sales"), null));
    nodes.put("desk", new Node.GoTo(Destination.parse("dial:1003"), "top"));
    return new Attendant("day", "500", null, "top", nodes);
  }

  /** A server with both, its desk, and what its callers hear. */
  private static final class House {
    private final World world;
    private final SimulatedVoices voices;
    private final CallDistributor desk;

    House(World world) {
      this.world = world;
      this.voices = new SimulatedVoices(world.net(), world.server());
      CallBackNumbers numbers = new CallBackNumbers(world.server()::directory, new GermanNumbers());
      CallBackCalls callBacks = new CallBackCalls(voices.runtime(), numbers);
      CallDistributor[] made = new CallDistributor[1];
      made[0] =
          new CallDistributor(
              world.net().clock(),
              driver(world),
              agent -> true,
              NOTHING,
              (queue, agent, caller, time) -> callBacks.ring(made[0], queue, agent, caller, time));
      this.desk = made[0];
      QueueCalls queues = new QueueCalls(desk, world.server()::directory, numbers);
      install(queues);
      new DutyCodes(desk, world.server()::directory).applications().forEach(this::install);
      install(
          new AttendantCalls(
              world.server()::directory,
              (url, values, patience) -> new Heard.NoAnswer("none"),
              MailboxRecordings.NONE,
              (name, passed) -> {},
              queues::run));
      List<Service> services = List.of(day(), sales());
      Directory d = world.server().directory();
      world
          .server()
          .publish(
              new Directory(
                  d.version() + 1,
                  d.domain(),
                  d.localDomains(),
                  d.users(),
                  d.peers(),
                  d.dialPlan().edit().services(services).done()));
      desk.arrange(List.of(sales()));
    }

    private void install(VoiceApplication application) {
      world.server().install(voices.runtime().taking(application));
    }

    private static Lane.Driver driver(World world) {
      return new Lane.Driver() {
        @Override
        public boolean onLane() {
          return true;
        }

        @Override
        public void execute(Runnable task) {
          task.run();
        }

        @Override
        public void schedule(Runnable task, Duration delay) {
          world.net().later(delay, task);
        }
      };
    }

    /** The agent dials the code and is on duty then. */
    void logsIn(SimulatedPhone agent) {
      PhoneCall code = agent.dials("*45");
      world.advanceUntil(code::isEnded, 90);
      assertThat(desk.state("sales").onDuty()).isEqualTo(1);
    }

    Agent agent() {
      return desk.state("sales").agents().get("1001");
    }

    void ends() {
      world.settles();
      assertThat(voices.running()).as("programs that go on").isZero();
      assertThat(voices.open()).as("legs that sound").isZero();
      assertThat(desk.state("sales").waiters()).isEmpty();
      assertThat(agent().work()).isInstanceOf(Agent.Work.Idle.class);
    }
  }

  private static boolean rings(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging() && !phone.call().isEnded();
  }

  @EachWeather
  void twoCallersTalkToOneAgentOneAfterTheOther(World world) {
    House house = new House(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    house.logsIn(alice);
    PhoneCall first = bob.dials("600");
    world.advanceUntil(() -> rings(alice), 60);
    PhoneCall talk = alice.call();
    talk.answers();
    world.advanceUntil(() -> house.agent().work() instanceof Agent.Work.Talking, 60);
    PhoneCall second = carol.dials("600");
    world.advanceUntil(() -> house.desk.state("sales").waiters().size() == 1, 60);
    assertThat(house.voices.heard(second.callId())).contains("Music[playlist=jazz]");
    first.hangsUp();
    world.advanceUntil(() -> alice.call() != talk && rings(alice), 60);
    alice.call().answers();
    world.advanceUntil(() -> house.agent().calls() == 2, 60);
    alice.call().hangsUp();
    world.advanceUntil(second::isEnded, 60);
    house.ends();
  }

  @EachWeather
  void aCallerWhoHangsUpStopsTheAgentsPhone(World world) {
    House house = new House(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    house.logsIn(alice);
    PhoneCall call = bob.dials("600");
    world.advanceUntil(() -> rings(alice), 60);
    call.hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    house.ends();
  }

  @EachWeather
  void whoHasWaitedTooLongIsSentOn(World world) {
    House house = new House(world);
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = bob.dials("600");
    world.advanceUntil(() -> house.desk.state("sales").waiters().size() == 1, 60);
    world.advance(Duration.ofMinutes(10));
    world.advanceUntil(() -> rings(carol), 60);
    carol.call().answers();
    world.advanceUntil(() -> carol.call().isAnswered(), 60);
    world.advance(Duration.ofSeconds(20)); // a BYE before the ACK would be too early
    carol.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    house.ends();
  }

  @EachWeather
  void theAttendantLeadsIntoTheQueue(World world) {
    House house = new House(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    house.logsIn(alice);
    PhoneCall call = bob.dials("500");
    world.advanceUntil(() -> !house.voices.heard(call.callId()).isEmpty(), 60);
    house.voices.presses(call.callId(), '1');
    world.advance(Duration.ofSeconds(4)); // an extension might have followed
    world.advanceUntil(() -> rings(alice), 60);
    alice.call().answers();
    world.advanceUntil(() -> house.agent().work() instanceof Agent.Work.Talking, 60);
    call.hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    house.ends();
  }

  @EachWeather
  void anExtensionIsDialledAtTheMenu(World world) {
    House house = new House(world);
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = bob.dials("500");
    world.advanceUntil(() -> !house.voices.heard(call.callId()).isEmpty(), 60);
    for (char key : "1003#".toCharArray()) {
      house.voices.presses(call.callId(), key);
    }
    world.advanceUntil(() -> rings(carol), 60);
    carol.call().answers();
    world.advanceUntil(() -> carol.call().isAnswered(), 60);
    world.advance(Duration.ofSeconds(20)); // a BYE before the ACK would be too early
    carol.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    house.ends();
  }
}
