package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.doctor.CallDoctor;
import org.belfry.pbx.doctor.CallDoctor.Diagnosis;
import org.belfry.pbx.doctor.CallFinding;
import org.belfry.pbx.doctor.Evidence;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** What the doctor says of calls that have really happened. */
class DiagnosedCallTest {
  private final World world = World.seeded(91);
  private final SimulatedPhone alice = world.phone("1001").registered();

  @Test
  void aCallThatIsAnsweredAndEndedHasNothingBad() {
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(bob), 5);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 5);
    world.advance(Duration.ofSeconds(20));
    call.hangsUp();
    world.settles();
    assertThat(codes()).containsExactly("answered");
  }

  @Test
  void aBusyPhoneIsBusyAndNoFault() {
    world.phone("1002").registered().reacts(Reaction.BUSY);
    alice.dials("1002");
    world.settles();
    assertThat(diagnosis().verdict().code()).isEqualTo("busy");
    assertThat(codes()).containsExactly("busy");
  }

  @Test
  void aPhoneThatHasVanishedDoesNotRespond() {
    world.phone("1002").registered().vanishes();
    alice.dials("1002");
    world.settles();
    assertThat(diagnosis().verdict().code()).isEqualTo("no_response");
    assertThat(codes()).contains("no_response");
  }

  @Test
  void aNumberThatThereIsNotIsUnknown() {
    alice.dials("1999");
    world.settles();
    assertThat(diagnosis().verdict().code()).isIn("unknown_number", "forbidden");
  }

  @Test
  void aCallerWhoGivesUpHasAbandonedTheCall() {
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> Talk.rings(bob), 5);
    call.cancels();
    world.settles();
    assertThat(codes()).containsExactly("abandoned");
  }

  private Diagnosis diagnosis() {
    assertThat(world.records()).hasSize(1);
    CallRecord record = world.records().getFirst();
    return new CallDoctor()
        .examine(
            Evidence.of(
                record,
                world.server().trace(record.callId()),
                world.server().notes(record.callId())));
  }

  private List<String> codes() {
    return new ArrayList<>(diagnosis().findings().stream().map(CallFinding::code).toList());
  }
}
