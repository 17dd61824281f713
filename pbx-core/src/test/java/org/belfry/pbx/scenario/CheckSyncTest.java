package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;

/** Phones that are told to fetch their configuration again. */
class CheckSyncTest {

  @EachWeather
  void aRegisteredPhoneIsToldByANotifyOfItsMakersKind(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    world.server().tell("1001", "check-sync;reboot=false");
    world.advanceUntil(() -> !alice.notices().isEmpty(), 60);
    SipRequest notice = alice.notices().getFirst();
    assertThat(notice.header(HeaderName.EVENT)).isEqualTo("check-sync;reboot=false");
    assertThat(notice.header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("terminated");
    assertThat(notice.bodyLength()).isZero();
    world.settles();
  }
}
