package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.app.confirm.Confirm;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Find me on a mobile that must press 1, while the desk phone rings. */
class ConfirmTest {
  @EachWeather
  void whoPressesOneOnTheMobileHasTheCall(World world) {
    SimulatedPhone mobile = findMe(world);
    SimulatedVoices voices = voices(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(bob) && Talk.rings(mobile), 60);
    assertThat(mobile.call().received().uri().user()).isEqualTo("+49170123456");
    mobile.call().answers();
    world.advanceUntil(() -> !asked(voices).isEmpty(), 60);
    world.advance(Duration.ofSeconds(3));
    assertThat(call.isAnswered()).isFalse();
    voices.presses(asked(voices), '1');
    world.advanceUntil(call::isAnswered, 60);
    world.advanceUntil(() -> bob.call().wasCancelled(), 60);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(() -> mobile.call().isEnded(), 60);
    Providers.ends(world);
    assertThat(voices.running()).isZero();
  }

  @EachWeather
  void aVoicemailThatAnswersTakesNothing(World world) {
    SimulatedPhone mobile = findMe(world);
    SimulatedVoices voices = voices(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(bob) && Talk.rings(mobile), 60);
    mobile.call().answers();
    world.advanceUntil(() -> mobile.call().isEnded(), 60);
    assertThat(call.isAnswered()).isFalse();
    bob.call().answersIfRinging();
    world.advanceUntil(() -> call.isAnswered() || call.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    if (!call.isEnded()) {
      call.hangsUp();
    }
    Providers.ends(world);
    assertThat(voices.running()).isZero();
  }

  @EachWeather
  void whoAnswersAtTheDeskEndsTheCallToTheMobile(World world) {
    SimulatedPhone mobile = findMe(world);
    SimulatedVoices voices = voices(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(bob) && Talk.rings(mobile), 60);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advanceUntil(() -> mobile.call().isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    Providers.ends(world);
    assertThat(voices.running()).isZero();
  }

  /** The call that is asked whether it takes the other, once it hears the question. */
  private static String asked(SimulatedVoices voices) {
    for (VoiceRuntime.RunningCall each : voices.runtime().runningCalls()) {
      if (!voices.heard(each.callId()).isEmpty()) {
        return each.callId();
      }
    }
    return "";
  }

  private static SimulatedVoices voices(World world) {
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    world
        .server()
        .install(voices.runtime().taking(new Confirm(voices.runtime(), voices.runtime()::hangUp)));
    return voices;
  }

  private static SimulatedPhone findMe(World world) {
    SimulatedPhone mobile = world.foreign("+49170123456", Providers.BERLIN, Providers.BERLIN);
    world.arranges(Providers.by(Providers.trunk("berlin", Providers.BERLIN)).done());
    Site.Settings settings = new Site.Settings();
    settings.rules.add(
        CallRule.always(
            On.CALL,
            new Action.Follow(
                List.of(
                    new Action.Step(
                        List.of("1002", "0170123456"), Duration.ofSeconds(60), true)))));
    world.arranges("1002", settings.done());
    Providers.comeUp(world);
    return mobile;
  }
}
