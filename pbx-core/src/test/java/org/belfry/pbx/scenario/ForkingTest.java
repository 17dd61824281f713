package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;

/** Calls to users with several devices, one after the other, and calls that are sent elsewhere. */
@Rfc("3261")
class ForkingTest {

  @EachWeather
  @Rfc("16.6")
  void theMobileRingsWhenTheDeskPhoneHasRungLongEnough(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone desk = world.phone("1002").contactParams(";q=1.0").registered();
    SimulatedPhone mobile = world.phone("1002").contactParams(";q=0.3").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 2, 40);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(desk), 40);
    assertThat(mobile.calls()).isEmpty();
    world.advanceUntil(() -> ringing(mobile), 60);
    mobile.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    assertThat(desk.call().wasCancelled()).isTrue();
    call.hangsUp();
    world.settles();
    assertThat(only(world).attempts()).hasSize(2);
    assertThat(only(world).cause()).isEqualTo(Cause.CALLER_HUNG_UP);
  }

  @EachWeather
  @Rfc("16.6")
  void aBusyDeskPhoneSendsTheCallToTheMobileAtOnce(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").contactParams(";q=1.0").reacts(Reaction.BUSY).registered();
    SimulatedPhone mobile = world.phone("1002").contactParams(";q=0.3").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 2, 40);
    alice.dials("1002");
    world.advanceUntil(() -> ringing(mobile), 40);
    alice.call().hangsUp();
    world.settles();
  }

  @EachWeather
  @Rfc("16.7 step 4")
  void aPhoneThatIsForwardedSendsItsCallsToAColleague(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").registered().forwardsTo("1003");
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(carol), 60);
    carol.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    call.hangsUp();
    world.settles();
    SipRequest atCarol = carol.call().received();
    assertThat(atCarol.header(HeaderName.DIVERSION))
        .isEqualTo("<sip:1002@pbx.example>;reason=unconditional;counter=1");
    assertThat(atCarol.values(HeaderName.HISTORY_INFO))
        .containsExactly(
            "<sip:1002@pbx.example?Reason=SIP%3Bcause%3D302>;index=1",
            "<sip:1003@pbx.example>;index=1.1;mp=1");
    assertThat(only(world).attempts())
        .extracting(CallRecord.Attempt::status)
        .containsExactly(302, 200);
  }

  @EachWeather
  @Rfc("16.5")
  void twoPhonesForwardedToEachOtherEndTheCallInsteadOfTurningForEver(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").registered().forwardsTo("1003");
    world.phone("1003").registered().forwardsTo("1002");
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(call::isEnded, 40);
    assertThat(call.status()).isEqualTo(302);
    world.settles();
  }

  @EachWeather
  @Rfc("16.7 step 4")
  void aForwardToOutsideIsTheCallersToFollow(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    Site.Settings mayCallThere = new Site.Settings();
    mayCallThere.permissions = new Permissions(Set.of(NumberClass.INTERNATIONAL), Set.of());
    world.arranges("1002", mayCallThere.done());
    world.phone("1002").registered().forwardsTo("+15550100");
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(call::isEnded, 40);
    assertThat(call.status()).isEqualTo(302);
    world.settles();
  }

  @EachWeather
  @Rfc(value = "3325 5", other = true)
  void thePhoneThatRingsIsToldTheNameInTheDirectoryAndNotWhatTheCallerAsserts(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 5);
    assertThat(bob.call().received().header(HeaderName.P_ASSERTED_IDENTITY))
        .isEqualTo("\"User 1\" <sip:1001@pbx.example>");
    call.hangsUp();
    world.settles();
  }

  private static boolean ringing(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }

  private static CallRecord only(World world) {
    assertThat(world.records()).hasSize(1);
    return world.records().getFirst();
  }
}
