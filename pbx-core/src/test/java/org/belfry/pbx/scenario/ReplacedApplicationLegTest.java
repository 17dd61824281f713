package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.Bridge;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Attended transfers to calls that programs lead, and of those whom they let talk. */
@Rfc("3891")
class ReplacedApplicationLegTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private record Program(Consumer<VoiceCall> what) implements VoiceApplication {
    @Override
    public String name() {
      return "program";
    }

    @Override
    public void run(VoiceCall call) {
      what.accept(call);
    }
  }

  private static SimulatedVoices voices(World world, Consumer<VoiceCall> program) {
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    world.server().install(voices.runtime().taking(new Program(program)));
    return voices;
  }

  private static void ends(World world, SimulatedVoices voices) {
    world.settles();
    assertThat(voices.running()).as("programs that go on").isZero();
    assertThat(voices.open()).as("legs that sound").isZero();
    assertThat(voices.runtime().runningCalls()).isEmpty();
  }

  /** RFC 5589 §7: Bob has asked the program first, and lets Alice take his place there. */
  @EachWeather
  @Rfc("3")
  void whoeverTakesTheCallersPlaceGoesOnWithTheProgram(World world) {
    List<Object> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            call -> {
              came.add(String.valueOf(call.caller().extension()));
              came.add(
                  call.collect(Collect.key(Prompt.phrase("menu"), new Prompt.Music()).fresh()));
              came.add(call.caller().number() + " " + call.caller().extension());
              call.play(Prompt.phrase("goodbye"));
            });
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = talk(world, alice, bob);
    PhoneCall bobs = bob.call();
    PhoneCall consultation = bob.dials("~program");
    world.advanceUntil(() -> voices.heard(consultation.callId()).size() == 2, 60);
    world.advance(Duration.ofSeconds(5));
    bobs.refers(consultation.target() + "?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> call.isEnded() && consultation.isEnded(), 60);
    PhoneCall alices = alice.call();
    assertThat(alices.isAnswered()).isTrue();
    assertThat(voices.running()).isOne();
    world.advance(Duration.ofSeconds(40));
    alices.informs("application/dtmf-relay", "Signal=7\r\nDuration=160\r\n");
    world.advanceUntil(alices::isEnded, 60);
    assertThat(came).containsExactly("1002", new Collected.Digits("7"), "1001 null");
    ends(world, voices);
  }

  /** Carol may take Bob's calls, but not what he has proved to be Bob for. */
  @EachWeather
  @Rfc("3")
  void aProgramKeepsACallerWhoHasProvedSomething(World world) {
    List<Object> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            call -> {
              call.keepCaller();
              came.add(call.collect(Collect.key(Prompt.phrase("menu")).within(LONG, LONG)));
              came.add(String.valueOf(call.caller().extension()));
            });
    world.arranges("1002", new Site.Settings().pickupGroup("office").done());
    world.arranges("1003", new Site.Settings().pickupGroup("office").done());
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall bobs = bob.dials("~program");
    world.advanceUntil(bobs::isAnswered, 60);
    world.advance(Duration.ofSeconds(5));
    PhoneCall taken =
        carol.dialsReplacing(
            "~program", URLDecoder.decode(bobs.replaces(), StandardCharsets.UTF_8));
    world.advanceUntil(taken::isEnded, 60);
    assertThat(taken.status()).isEqualTo(403);
    assertThat(bobs.isAnswered()).isTrue();
    bobs.informs("application/dtmf-relay", "Signal=7\r\nDuration=160\r\n");
    world.advanceUntil(bobs::isEnded, 60);
    assertThat(came).containsExactly(new Collected.Digits("7"), "1002");
    ends(world, voices);
  }

  @EachWeather
  @Rfc("3")
  void whoHangsUpAfterHavingTakenAPlaceEndsTheProgram(World world) {
    List<Collected> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            call -> came.add(call.collect(Collect.key(Prompt.phrase("menu"), new Prompt.Music()))));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = talk(world, alice, bob);
    PhoneCall bobs = bob.call();
    PhoneCall consultation = bob.dials("~program");
    world.advanceUntil(consultation::isAnswered, 60);
    world.advance(Duration.ofSeconds(5));
    bobs.refers(consultation.target() + "?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> call.isEnded() && consultation.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    alice.call().hangsUp();
    world.advanceUntil(() -> !came.isEmpty(), 60);
    assertThat(came).singleElement().isInstanceOf(Collected.Gone.class);
    ends(world, voices);
  }

  /** The program has let Alice talk to Bob; Bob asks Carol and lets her take his place. */
  @EachWeather
  @Rfc("3")
  void whomTheCallerTalksToMayBeReplacedByAColleague(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            call -> {
              came.add(call.bridge(Bridge.to("1002")));
              call.play(Prompt.phrase("goodbye"));
            });
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    PhoneCall bobs = bob.call();
    bobs.answers();
    world.advance(Duration.ofSeconds(40));
    PhoneCall consultation = talk(world, bob, carol);
    PhoneCall carols = carol.call();
    consultation.refers(bobs.target() + "?Replaces=" + bobs.replaces());
    world.advanceUntil(() -> bobs.isEnded() && carols.isEnded(), 60);
    assertThat(carol.call().isAnswered()).isTrue();
    assertThat(call.isAnswered()).isTrue();
    assertThat(came).isEmpty();
    world.advance(Duration.ofSeconds(40));
    carol.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    assertThat(came).singleElement().isInstanceOf(Bridged.Talked.class);
    assertThat(voices.heard(call.callId())).contains("Phrase[name=goodbye]");
    ends(world, voices);
  }

  /** The other way round: the program is told to call Carol in the place of Bob's consultation. */
  @EachWeather
  @Rfc(value = "5589 7", other = true)
  void whomTheCallerTalksToMaySendItToAColleagueWhomItHasAsked(World world) {
    SimulatedVoices voices = voices(world, call -> call.bridge(Bridge.to("1002")));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    PhoneCall bobs = bob.call();
    bobs.answers();
    world.advance(Duration.ofSeconds(40));
    PhoneCall consultation = talk(world, bob, carol);
    PhoneCall carols = carol.call();
    bobs.refers("sip:1003@pbx.example?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> bobs.isEnded() && carols.isEnded() && voices.open() == 0, 90);
    assertThat(carol.call().isAnswered()).isTrue();
    assertThat(call.isAnswered()).isTrue();
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(() -> carol.call().isEnded(), 60);
    ends(world, voices);
  }

  private static PhoneCall talk(World world, SimulatedPhone from, SimulatedPhone to) {
    PhoneCall call = from.dials(to.extension());
    world.advanceUntil(() -> ringing(to), 60);
    to.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    return call;
  }

  private static boolean ringing(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
