package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.Bridge;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.OutgoingCall;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.echo.Echo;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.sim.CalmOnly;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;

/** Calls that programs of ours lead. */
class VoiceApplicationTest {

  /** One that does what the test says. */
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

  /** The same by another name. */
  private record Other(Consumer<VoiceCall> what) implements VoiceApplication {
    @Override
    public String name() {
      return "other";
    }

    @Override
    public void run(VoiceCall call) {
      what.accept(call);
    }
  }

  private static SimulatedVoices voices(World world, VoiceApplication... applications) {
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    for (VoiceApplication each : applications) {
      world.server().install(voices.runtime().taking(each));
    }
    return voices;
  }

  private static void ends(World world, SimulatedVoices voices) {
    world.settles();
    assertThat(voices.running()).as("programs that go on").isZero();
    assertThat(voices.open()).as("legs that sound").isZero();
    assertThat(voices.runtime().runningCalls()).isEmpty();
  }

  @EachWeather
  void aFeatureCodeReachesItsApplication(World world) {
    SimulatedVoices voices = voices(world, new Echo());
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("*43");
    world.advanceUntil(call::isAnswered, 60);
    world.advanceUntil(() -> voices.heard(call.callId()).contains("echo"), 60);
    assertThat(voices.runtime().runningCall(call.callId()).application()).isEqualTo("echo");
    assertThat(voices.runtime().runningCall(call.callId()).step()).isEqualTo("echo");
    call.hangsUp();
    ends(world, voices);
    assertThat(world.records()).hasSize(1);
  }

  @EachWeather
  void aProgramThatIsDoneHangsUp(World world) {
    SimulatedVoices voices = voices(world, new Program(call -> call.play(Prompt.phrase("closed"))));
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(call::isEnded, 120);
    assertThat(call.status()).isEqualTo(200);
    assertThat(voices.heard(call.callId())).containsExactly("Phrase[name=closed]");
    ends(world, voices);
  }

  @EachWeather
  void aProgramKnowsWhoCallsAndForWhom(World world) {
    List<String> said = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call -> said.add(call.caller() + " " + call.dialled() + call.argument())));
    PhoneCall call = world.phone("1001").registered().dials("~program");
    world.advanceUntil(call::isEnded, 60);
    assertThat(call.status()).isEqualTo(480);
    assertThat(said)
        .containsExactly("CallingParty[extension=1001, number=1001, name=User 1] program");
    ends(world, voices);
  }

  @EachWeather
  void aCallerWhoGivesUpBeforeTheAnswerEndsTheProgram(World world) {
    List<Boolean> left = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call -> {
              call.ring();
              left.add(call.pause(Duration.ofMinutes(2)));
              left.add(call.answer());
            }));
    PhoneCall call = world.phone("1001").registered().dials("~program");
    world.advanceUntil(call::isRinging, 60);
    call.cancels();
    world.advanceUntil(() -> left.size() == 2, 60);
    assertThat(left).containsExactly(false, false);
    ends(world, voices);
  }

  @EachWeather
  void aProgramThatFailsEndsItsOwnCallOnly(World world) {
    SimulatedVoices voices =
        voices(
            world,
            new Echo(),
            new Program(call -> {
              throw new IllegalStateException("as the test wants");
            }));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall echo = bob.dials("*43");
    world.advanceUntil(echo::isAnswered, 60);
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(call::isEnded, 60);
    assertThat(call.status()).isEqualTo(500);
    assertThat(echo.isAnswered()).isTrue();
    echo.hangsUp();
    ends(world, voices);
  }

  @EachWeather
  void aProgramThatGoesOnForEverIsEnded(World world) {
    List<Integer> rounds = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call -> {
              while (true) {
                call.play(Prompt.phrase("closed"));
                rounds.add(1);
              }
            }));
    PhoneCall call = world.phone("1001").registered().dials("~program");
    world.advanceUntil(call::isAnswered, 60);
    call.hangsUp();
    world.advance(Duration.ofSeconds(5));
    assertThat(voices.running()).isZero();
    ends(world, voices);
  }

  @EachWeather
  @Rfc(value = "3264 8.4", other = true)
  void holdAndResumeAreAnsweredWhateverTheProgramDoes(World world) {
    SimulatedVoices voices = voices(world, new Program(call -> call.play(new Prompt.Music())));
    PhoneCall call = world.phone("1001").registered().dials("~program");
    world.advanceUntil(() -> !voices.heard(call.callId()).isEmpty(), 60);
    call.changes("v=0\r\na=sendonly\r\n");
    world.advanceUntil(() -> call.changed() == 200, 60);
    world.advance(Duration.ofSeconds(40));
    call.changes("v=0\r\na=sendrecv\r\n");
    world.advanceUntil(() -> call.changed() == 200, 60);
    assertThat(voices.negotiated(call.callId())).containsExactly("answers", "answers", "answers");
    call.hangsUp();
    ends(world, voices);
  }

  @EachWeather
  void whoHasNoSoundInCommonIsRefused(World world) {
    SimulatedVoices voices = voices(world, new Echo());
    voices.isDeaf();
    PhoneCall call = world.phone("1001").registered().dials("*43");
    world.advanceUntil(call::isEnded, 60);
    assertThat(call.status()).isEqualTo(488);
    ends(world, voices);
  }

  @EachWeather
  void aCallerWhoIsNotHeardAnyMoreIsLetGo(World world) {
    SimulatedVoices voices = voices(world, new Echo());
    PhoneCall call = world.phone("1001").registered().dials("*43");
    world.advanceUntil(() -> voices.heard(call.callId()).contains("echo"), 60);
    voices.loses(call.callId());
    world.advanceUntil(call::isEnded, 60);
    ends(world, voices);
  }

  @EachWeather
  void digitsInInfoCountLikeOthers(World world) {
    List<Collected> got = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call -> got.add(call.collect(Collect.key(Prompt.phrase("menu")).fresh()))));
    PhoneCall call = world.phone("1001").registered().dials("~program");
    world.advanceUntil(() -> !voices.heard(call.callId()).isEmpty(), 60);
    call.informs("application/dtmf-relay", "Signal=7\r\nDuration=160\r\n");
    world.advanceUntil(() -> !got.isEmpty(), 60);
    assertThat(got).containsExactly(new Collected.Digits("7"));
    ends(world, voices);
  }

  @EachWeather
  void aProgramLetsItsCallerTalkToSomebodyAndGoesOnAfterwards(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call -> {
              came.add(call.bridge(Bridge.to("1002")));
              call.play(Prompt.phrase("goodbye"));
            }));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    assertThat(bob.call().invite().header(org.belfry.pbx.sip.HeaderName.FROM)).contains("1001");
    bob.call().answers();
    world.advanceUntil(() -> bob.call().isAnswered(), 60);
    world.advance(Duration.ofSeconds(20));
    bob.call().hangsUp();
    world.advanceUntil(call::isEnded, 90);
    assertThat(came).singleElement().isInstanceOf(Bridged.Talked.class);
    assertThat(voices.heard(call.callId())).contains("Phrase[name=goodbye]");
    ends(world, voices);
  }

  @EachWeather
  @Rfc(value = "5589 6.1", other = true)
  void whoeverTheCallerTalksToMaySendItElsewhere(World world) {
    SimulatedVoices voices = voices(world, new Program(call -> call.bridge(Bridge.to("1002"))));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    bob.call().answers();
    world.advance(Duration.ofSeconds(40));
    bob.call().refers("sip:1003@pbx.example");
    world.advanceUntil(() -> ringing(carol), 60);
    carol.call().answers();
    world.advanceUntil(() -> bob.call().isEnded() && voices.open() == 0, 90);
    assertThat(call.changes()).isGreaterThanOrEqualTo(1);
    assertThat(voices.running()).isZero();
    carol.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    ends(world, voices);
  }

  @EachWeather
  @Rfc(value = "5589 6.1", other = true)
  void aTransferThatFailsLeavesThemTalking(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(world, new Program(call -> came.add(call.bridge(Bridge.to("1002")))));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    world.phone("1003").reacts(Reaction.BUSY).registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    bob.call().answers();
    world.advance(Duration.ofSeconds(40));
    bob.call().refers("sip:1003@pbx.example");
    world.advance(Duration.ofSeconds(40));
    assertThat(came).isEmpty();
    assertThat(call.isAnswered()).isTrue();
    bob.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    assertThat(came).singleElement().isInstanceOf(Bridged.Talked.class);
    ends(world, voices);
  }

  @EachWeather
  void aProgramLetsItsCallerTalkToAnotherProgram(World world) {
    List<Bridged> bridged = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call -> {
              call.answer();
              bridged.add(
                  call.bridge(
                      Bridge.to("sip:~other@pbx.example").paidBy(new Payer.Site("a test"))));
              call.play(Prompt.phrase("goodbye"));
            }),
            new Other(call -> {
              call.answer();
              call.play(Prompt.phrase("closed"));
            }));
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(call::isEnded, 120);
    assertThat(bridged).singleElement().isInstanceOf(Bridged.Talked.class);
    assertThat(voices.heard(call.callId())).contains("Phrase[name=goodbye]");
    ends(world, voices);
  }

  @EachWeather
  void theCallerHangsUpWhileSomebodyRings(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(world, new Program(call -> came.add(call.bridge(Bridge.to("1002")))));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    assertThat(came).singleElement().isInstanceOf(Bridged.Gone.class);
    ends(world, voices);
  }

  @EachWeather
  void nobodyAnswersInTime(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(
                call -> came.add(call.bridge(Bridge.to("1002").ringing(Duration.ofSeconds(10))))));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    world.advanceUntil(call::isEnded, 60);
    assertThat(came).containsExactly(new Bridged.NoAnswer());
    ends(world, voices);
  }

  @EachWeather
  void whoIsBusyIsSaidToBe(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(world, new Program(call -> came.add(call.bridge(Bridge.to("1002")))));
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").reacts(Reaction.BUSY).registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(call::isEnded, 60);
    assertThat(came).containsExactly(new Bridged.Busy());
    ends(world, voices);
  }

  @CalmOnly("who of two answers first is told by their clocks alone")
  void ofSeveralTheFirstWhoConfirmsHasTheCall(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call ->
                came.add(
                    call.bridge(
                        Bridge.to("1002")
                            .together(List.of("1002", "1003"))
                            .confirmedAfter(List.of(Prompt.phrase("press-1")))))));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob) && ringing(carol), 60);
    bob.call().answers();
    carol.call().answers();
    world.advanceUntil(() -> voices.heard(call.callId() + "/11").size() == 1, 60);
    world.advance(Duration.ofSeconds(3));
    voices.presses(call.callId() + "/11", '1');
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    assertThat(carol.call().isAnswered()).isTrue();
    carol.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    assertThat(came).singleElement().isInstanceOf(Bridged.Talked.class);
    ends(world, voices);
  }

  @EachWeather
  void whoNeedNotConfirmHasTheCallAtOnce(World world) {
    List<Bridged> came = new ArrayList<>();
    SimulatedVoices voices =
        voices(
            world,
            new Program(call ->
                came.add(
                    call.bridge(
                        Bridge.to("1002")
                            .together(List.of("1002", "1003"))
                            .confirmedAfter(List.of(Prompt.phrase("press-1")), List.of("1003"))))));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob) && ringing(carol), 60);
    bob.call().answers();
    world.advanceUntil(() -> carol.call().isEnded(), 60);
    assertThat(voices.heard(call.callId() + "/10")).isEmpty();
    bob.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    assertThat(came).singleElement().isInstanceOf(Bridged.Talked.class);
    ends(world, voices);
  }

  @EachWeather
  void aProgramSendsItsCallerOnForGood(World world) {
    SimulatedVoices voices =
        voices(
            world,
            new Program(call -> {
              call.play(Prompt.phrase("welcome"));
              call.transfer("1002", Payer.NOBODY);
            }));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    bob.call().answers();
    world.advanceUntil(() -> call.changes() >= 1 && voices.open() == 0, 60);
    assertThat(voices.running()).isZero();
    bob.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    ends(world, voices);
  }

  @EachWeather
  void aCallThatIsNotAnsweredYetIsSentOnAsItIs(World world) {
    SimulatedVoices voices =
        voices(world, new Program(call -> call.transfer("1002", Payer.NOBODY)));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("~program");
    world.advanceUntil(() -> ringing(bob), 60);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    ends(world, voices);
  }

  @EachWeather
  void anAdministratorSendsACallerOn(World world) {
    SimulatedVoices voices = voices(world, new Echo());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("*43");
    world.advanceUntil(() -> voices.heard(call.callId()).contains("echo"), 60);
    world.server().command(call.callId(), new CallEvent.Transfer(0, "sip:1002@pbx.example"));
    world.advanceUntil(() -> ringing(bob), 60);
    bob.call().answers();
    world.advanceUntil(() -> voices.open() == 0, 60);
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    ends(world, voices);
  }

  @EachWeather
  void anApplicationCallsSomebodyAndSpeaksToIt(World world) {
    Program program = new Program(call -> call.play(Prompt.phrase("wake-up")));
    SimulatedVoices voices = voices(world, program);
    SimulatedPhone bob = world.phone("1002").registered();
    List<Bridged> failed = new ArrayList<>();
    String id = voices.runtime().call(program, outgoing("1002"), failed::add);
    world.advanceUntil(() -> ringing(bob), 60);
    bob.call().answers();
    world.advanceUntil(() -> bob.call().isEnded(), 90);
    assertThat(voices.heard(id)).containsExactly("Phrase[name=wake-up]");
    assertThat(failed).isEmpty();
    ends(world, voices);
  }

  @EachWeather
  void anApplicationIsToldThatNobodyTookItsCall(World world) {
    Program program = new Program(call -> call.play(Prompt.phrase("wake-up")));
    SimulatedVoices voices = voices(world, program);
    world.phone("1002").registered();
    world.phone("1003").reacts(Reaction.BUSY).registered();
    List<Bridged> failed = new ArrayList<>();
    voices.runtime().call(program, outgoing("1003"), failed::add);
    world.advanceUntil(() -> failed.size() == 1, 60);
    voices.runtime().call(program, outgoing("1002"), failed::add);
    world.advanceUntil(() -> failed.size() == 2, 60);
    assertThat(failed).containsExactly(new Bridged.Busy(), new Bridged.NoAnswer());
    ends(world, voices);
  }

  private static OutgoingCall outgoing(String to) {
    return new OutgoingCall(to, "1009", "Alarm", Payer.NOBODY, Duration.ofSeconds(20), "en", "");
  }

  private static boolean ringing(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
