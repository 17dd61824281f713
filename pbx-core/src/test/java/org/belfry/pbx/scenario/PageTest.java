package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.page.Page;
import org.belfry.pbx.directory.RingGroup.Strategy;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;

/** One speaks through the phones of a group. */
class PageTest {

  @EachWeather
  void thePhonesOfAGroupAnswerByThemselvesAndListenUntilTheSpeakerHangsUp(World world) {
    SimulatedVoices voices = voices(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("*81600");
    world.advanceUntil(() -> rings(bob) && rings(carol), 60);
    assertThat(bob.call().received().header(HeaderName.of("Answer-Mode"))).isEqualTo("Auto");
    bob.call().answers();
    carol.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded() && carol.call().isEnded(), 60);
    world.settles();
    assertThat(voices.running()).isZero();
  }

  @EachWeather
  void aGroupThatIsNoneIsNotFound(World world) {
    SimulatedVoices voices = voices(world);
    PhoneCall call = world.phone("1001").registered().dials("*81699");
    world.advanceUntil(call::isEnded, 60);
    assertThat(call.status()).isEqualTo(404);
    world.settles();
    assertThat(voices.running()).isZero();
  }

  private static SimulatedVoices voices(World world) {
    world.arranges(new Site().group("600", Strategy.ALL, null, "1001", "1002", "1003").dialPlan());
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    world
        .server()
        .install(
            voices
                .runtime()
                .taking(
                    new Page(
                        voices.runtime(), voices.runtime()::hangUp, world.server()::directory)));
    return voices;
  }

  private static boolean rings(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
