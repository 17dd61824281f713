package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.app.trunk.TrunkStatus;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No defence of ours, and nothing that a phone writes, stands in the way of an emergency call. */
class EmergencyTest {
  private final World world = World.seeded(9020);
  private final SimulatedPhone provider =
      world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Privacy: session;critical\n",
        "Proxy-Require: sec-agree\n",
        "P-Preferred-Identity: <sip:1002@pbx.example>\n",
        "Route: <sip:psap.example;lr>\n",
        "Replaces: gone;to-tag=1;from-tag=2\n"
      })
  void itIsNotRefusedForWhatItsHeaderSays(String field) {
    comeUp();
    SipResponse answer = asks("sip:112@pbx.example", "1001", field);
    assertThat(provider.calls()).as(field + answer).isNotEmpty();
  }

  @Test
  void itIsNotRefusedForAForeignFrom() {
    comeUp();
    SipResponse answer = asks("sip:112@pbx.example", "somebody", "");
    assertThat(provider.calls()).as("the call after " + answer).isNotEmpty();
    assertThat(provider.call().received().toString()).doesNotContain("somebody");
  }

  /** RFC 5031: a phone that knows no number calls the service. */
  @ParameterizedTest
  @ValueSource(strings = {"urn:service:sos", "urn:service:sos.police"})
  void theServiceUrnReachesTheEmergencyCentre(String uri) {
    comeUp();
    asks(uri, "1001", "");
    assertThat(provider.call().received().uri().user()).isEqualTo("112");
  }

  /** A site may name emergency numbers of its own. */
  @Test
  void aSitesOwnEmergencyNumberPassesTheRateOfAUser() {
    comeUp();
    DialPlan plan = world.server().directory().dialPlan();
    world.arranges(plan.edit().emergencyNumbers(Set.of("144")).done());
    SimulatedPhone alice = world.phone("1001").registered();
    List<PhoneCall> calls = new ArrayList<>();
    for (int i = 0; i < 1500; i++) { // whoever has the password asks as often as it may
      for (int j = 0; j < 10; j++) {
        world
            .server()
            .guard()
            .mayAsk("1001", InetAddress.ofLiteral("203.0.113.9"), world.net().clock().instant());
      }
      if (i >= 300 && i < 304) {
        calls.add(alice.dials("144"));
      }
      world.advance(Duration.ofMillis(1));
    }
    assertThat(calls).extracting(PhoneCall::status).doesNotContain(503);
    assertThat(provider.calls()).isNotEmpty();
  }

  /** A colleague behind the same NAT, or whoever sits there, guesses at the user's password. */
  @Test
  void whoIsBlockedByTheGuessesOfOthersMayMakeAnEmergencyCallAndNobodyElse() {
    comeUp();
    world.phoneAt("198.51.100.77", 40001, "1001", "pw-1001").registered();
    for (int i = 0; i < 6; i++) {
      world.phoneAt("198.51.100.77", 41000 + i, "1002", "wrong" + i).register(3600);
      world.advance(Duration.ofSeconds(1));
    }
    SimulatedPhone bob = world.phoneAt("198.51.100.77", 40002, "1002", "pw-1002");
    PhoneCall call = bob.dials("1001");
    world.advance(Duration.ofSeconds(3));
    assertThat(call.status()).isEqualTo(403);
    PhoneCall emergency = bob.dials("112");
    world.advance(Duration.ofSeconds(3));
    assertThat(emergency.status()).isNotEqualTo(403);
    assertThat(provider.calls()).isNotEmpty();
  }

  /** Its server answers no OPTIONS, and would take a call. */
  @Test
  void aTrunkThatSeemsToBeDownIsTriedInTheLastResort() {
    comeUp();
    provider.deafToOptions();
    world.advanceUntil(() -> !Providers.is(world, "berlin", TrunkStatus.Word.UP), 600);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall ordinary = alice.dials("040123456");
    world.advanceUntil(ordinary::isEnded, 20);
    assertThat(ordinary.status()).isEqualTo(500); // RFC 3261 §16.7 step 6: from a 503
    PhoneCall emergency = alice.dials("112");
    world.advanceUntil(() -> Talk.rings(provider), 20);
    provider.call().answers();
    world.advanceUntil(emergency::isAnswered, 10);
  }

  private void comeUp() {
    world.arranges(Providers.by(Providers.trunk("berlin", Providers.BERLIN)).done());
    Providers.comeUp(world);
  }

  private SipResponse asks(String uri, String from, String field) {
    RawClient phone = new RawClient(world, "198.51.100.9", 5060);
    return phone.asksAs(
        "1001",
        Method.INVITE,
        uri,
        ("From: <sip:" + from + "@pbx.example>;tag=u\nTo: <" + uri + ">\nCall-ID: u\n")
            + "CSeq: 1 INVITE\nContact: <sip:1001@198.51.100.9>\n"
            + field);
  }
}
