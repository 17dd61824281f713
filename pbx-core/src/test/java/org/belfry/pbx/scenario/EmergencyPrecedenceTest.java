package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CivicAddress;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.EmergencyPlan;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.routing.CallPlan.SideNote;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** A full trunk gives its line to an emergency call, and the centre reaches who has called it. */
class EmergencyPrecedenceTest {
  private static final String PLACE = "+4930555";

  private final World world = World.seeded(4412);
  private final SimulatedPhone provider =
      world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);

  @Test
  @Rfc(value = "4412 4.3", other = true)
  void aFullTrunkCutsTheLesserCall() {
    arranged(1);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall lesser = Talk.dialling(world, alice, "040123456", provider);
    PhoneCall emergency = world.phone("1002").registered().dials("112");
    world.advanceUntil(lesser::isEnded, 20);
    world.advanceUntil(() -> Talk.rings(provider), 20);
    provider.call().answers();
    world.advanceUntil(emergency::isAnswered, 20);
    world.advance(Duration.ofSeconds(5));
    assertThat(world.records())
        .extracting(CallRecord::cause)
        .containsExactly(CallRecord.Cause.PREEMPTED);
    emergency.hangsUp();
    world.advanceUntil(emergency::isEnded, 20);
    Providers.ends(world);
  }

  @Test
  void aCallThatOnlyRingsIsCutToo() {
    arranged(1);
    PhoneCall lesser = world.phone("1001").registered().dials("040123456");
    world.advanceUntil(() -> Talk.rings(provider), 20);
    world.phone("1002").registered().dials("112");
    world.advanceUntil(lesser::isEnded, 20);
  }

  @Test
  void anEmergencyCallNeverCutsAnother() {
    arranged(1);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall first = Talk.dialling(world, alice, "112", provider);
    PhoneCall second = world.phone("1002").registered().dials("110");
    world.advanceUntil(() -> provider.calls().size() == 2 && Talk.rings(provider), 20);
    provider.call().answers();
    world.advanceUntil(second::isAnswered, 20);
    assertThat(first.isEnded()).isFalse();
  }

  /** It goes the same way, alarms nobody, and takes nobody's line. */
  @Test
  void aTestCallGoesTheSameWayAndCutsNobody() {
    arranged(2);
    SimulatedPhone alice = world.phone("1001").registered();
    Site.Settings nothing = new Site.Settings();
    nothing.permissions = new org.belfry.pbx.directory.CallSettings.Permissions(Set.of(), Set.of());
    world.arranges("1002", nothing.done());
    PhoneCall test = world.phone("1002").registered().dials("933");
    world.advanceUntil(() -> Talk.rings(provider), 20);
    assertThat(provider.call().received().uri().user()).isEqualTo("933");
    assertThat(provider.call().received().toString()).contains(PLACE);
    provider.call().answers();
    world.advanceUntil(test::isAnswered, 20);
    world.advance(Duration.ofSeconds(2));
    assertThat(alice.texts()).isEmpty();
    assertThat(world.server().said())
        .hasOnlyElementsOfType(SideNote.Emergency.class)
        .allSatisfy(note -> assertThat(((SideNote.Emergency) note).test()).isTrue());
  }

  @Test
  void aTestCallWaitsForAFullTrunkAsOthersDo() {
    arranged(1);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall lesser = Talk.dialling(world, alice, "040123456", provider);
    PhoneCall test = world.phone("1002").registered().dials("933");
    world.advanceUntil(test::isEnded, 30);
    assertThat(lesser.isEnded()).isFalse();
    assertThat(provider.calls()).hasSize(1);
  }

  /** Whatever the caller has arranged for calls. */
  @Test
  @Rfc(value = "7090 1", other = true)
  void theEmergencyCentreCallsBackThePhoneOfWhoHasCalledIt() {
    arranged(0);
    Site.Settings away = new Site.Settings();
    away.doNotDisturb = true;
    world.arranges("1002", away.forward(On.CALL, "dial:1001").done());
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall emergency = Talk.dialling(world, bob, "112", provider);
    Talk.ends(world, emergency, provider.call());
    provider.dials(PLACE);
    world.advanceUntil(() -> Talk.rings(bob), 20);
    assertThat(alice.calls()).isEmpty();
  }

  @Test
  void afterHalfAnHourTheNumberOfThePlaceLeadsWhereItAlwaysDoes() {
    arranged(0);
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall emergency = Talk.dialling(world, bob, "112", provider);
    Talk.ends(world, emergency, provider.call());
    world.advance(Duration.ofMinutes(31));
    provider.dials(PLACE);
    world.advanceUntil(() -> Talk.rings(alice), 20);
    assertThat(bob.calls()).hasSize(1); // the one it made
  }

  @Test
  void aFullTrunkTakesACallBack() {
    arranged(1);
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall emergency = Talk.dialling(world, bob, "112", provider);
    Talk.ends(world, emergency, provider.call());
    SimulatedPhone alice = world.phone("1001").registered();
    Talk.dialling(world, alice, "040123456", provider);
    provider.dials(PLACE);
    world.advanceUntil(() -> Talk.rings(bob), 20);
  }

  private void arranged(int channels) {
    Trunk trunk = Providers.with(Providers.trunk("berlin", Providers.BERLIN), channels, false);
    EmergencyLocation place =
        new EmergencyLocation(
            "Office",
            new CivicAddress("DE", "", "Berlin", "", "Invalidenstraße", "44", "", "", ""),
            "",
            null,
            List.of(),
            List.of(),
            List.of(),
            PLACE);
    DialPlan plan =
        Providers.by(trunk)
            .frontDesk("1001")
            .emergencyNumbers(Set.of("110"))
            .emergency(EmergencyPlan.of(List.of(place)).usually("Office").testedBy(Set.of("933")))
            .inbound(
                List.of(
                    new InboundNumber(
                        new NumberPattern(PLACE),
                        null,
                        null,
                        Destination.parse("dial:1001"),
                        null)))
            .done();
    world.arranges(plan);
    Providers.comeUp(world);
  }
}
