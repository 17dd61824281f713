package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.app.CallingParty;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Who calls is who has signed in with this very INVITE, whatever its Call-ID and tags say. */
class WhoCallsTest {

  @EachWeather
  void aCalleeWhoUsesTheCallersCallIdIsNotTheCaller(World world) {
    List<CallingParty> callers = new ArrayList<>();
    voices(world, callers);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall again = bob.dialsWith(call.callId(), "~program");
    world.advanceUntil(() -> again.status() != 0, 60);
    assertThat(again.status()).isEqualTo(482);
    assertThat(callers).isEmpty();
    assertThat(call.isAnswered()).isTrue();
    assertThat(call.isEnded()).isFalse();
    Talk.ends(world, call, bob.calls().getFirst());
    world.settles();
    assertThat(world.records()).hasSize(1);
  }

  @EachWeather
  void aCalleeWhoAlsoUsesTheCallersTagIsNotTheCaller(World world) {
    List<CallingParty> callers = new ArrayList<>();
    voices(world, callers);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    String tag = bob.call().received().fromTag();
    PhoneCall again = bob.dialsWith(call.callId(), tag, "~program");
    world.advanceUntil(() -> again.status() != 0, 60);
    assertThat(again.status()).isEqualTo(482);
    assertThat(callers).isEmpty();
    Talk.ends(world, call, bob.calls().getFirst());
    world.settles();
  }

  private static void voices(World world, List<CallingParty> callers) {
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    VoiceApplication program =
        new VoiceApplication() {
          @Override
          public String name() {
            return "program";
          }

          @Override
          public void run(VoiceCall call) {
            callers.add(call.caller());
          }
        };
    world.server().install(voices.runtime().taking(program));
  }
}
