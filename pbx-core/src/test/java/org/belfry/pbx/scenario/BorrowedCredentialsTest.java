package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.Rfc;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** Credentials that a phone made for one request are sent with another. */
@Rfc("7616")
class BorrowedCredentialsTest {
  private final World world = World.seeded(611);
  private final RawClient thief = new RawClient(world, "198.51.100.9", 5060);

  @Test
  @Rfc("3.4.6")
  void whatWasSignedForACallToOneColleagueCallsNoOther() {
    SimulatedPhone other = world.phone("1003").registered();
    SipResponse answer =
        thief.asksAs(
            "1001", Method.INVITE, "sip:1002@pbx.example", "sip:1003@pbx.example", from("1001"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(other.calls()).isEmpty();
    assertThat(world.server().refused())
        .containsExactly("1001: the credentials are for another request");
    world.settles();
  }

  @Test
  @Rfc("3.4.6")
  void whatWasSignedForTheServerCallsNobody() {
    SimulatedPhone other = world.phone("1003").registered();
    SipResponse answer =
        thief.asksAs(
            "1001",
            Method.INVITE,
            "sip:1002@pbx.example",
            "sip:pbx.example",
            "sip:1003@pbx.example",
            from("1001"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(other.calls()).isEmpty();
    world.settles();
  }

  @Test
  @Rfc("3.4.6")
  void manyOfThemBanNobodyForNoPasswordIsTriedWithThem() {
    for (int i = 0; i < 60; i++) {
      thief.asksAs(
          "1001", Method.INVITE, "sip:1002@pbx.example", "sip:1003@pbx.example", from("1001"));
    }
    assertThat(world.server().guarded()).isEmpty();
    world.settles();
  }

  /**
   * A callee who passes a challenge of ours on would be given credentials for a request of its
   * choice: the Request-URI is its own Contact (RFC 3261 §26.3.2.4 asks no proxy to look).
   */
  @Test
  @Rfc("5.8")
  void aCalleeDoesNotAskTheCallerForThePasswordInOurName() {
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").registered().reacts(Reaction.PHISH);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(call::isEnded, 60);
    assertThat(call.status()).isEqualTo(502);
    world.settles();
  }

  /** The counts of nonces are gone with the process, and so must the nonces be. */
  @Test
  @Rfc("3.4.5")
  void whatWasSignedBeforeARestartIsNotAcceptedAfterIt() {
    SimulatedPhone bob = world.phone("1002").registered();
    RawClient phone = new RawClient(world, "198.51.100.9", 5060);
    String uri = "sip:1002@pbx.example";
    SipResponse challenge = phone.asks(Method.MESSAGE, uri, text(1));
    String signed = text(2) + phone.signature("1001", Method.MESSAGE, uri, challenge);
    assertThat(phone.asks(Method.MESSAGE, uri, signed).status()).isEqualTo(200);
    world.server().restarts();
    for (int i = 0; i < 3; i++) {
      phone.asks(Method.MESSAGE, uri, text(3 + i)); // challenges with the numbers of before
    }
    SipResponse answer = phone.asks(Method.MESSAGE, uri, signed);
    assertThat(answer.status()).isEqualTo(407);
    assertThat(answer.toString()).contains("stale=true");
    assertThat(bob.texts()).hasSize(1);
  }

  private static String text(int number) {
    return "From: <sip:1001@pbx.example>;tag=f\nTo: <sip:1002@pbx.example>\n"
        + "Call-ID: text\nCSeq: "
        + number
        + " MESSAGE\n";
  }

  private static String from(String user) {
    return "From: <sip:"
        + user
        + "@pbx.example>;tag=f\nTo: <sip:1002@pbx.example>\n"
        + ("Call-ID: borrowed\nCSeq: 1 INVITE\n")
        + "Contact: <sip:"
        + user
        + "@198.51.100.9>\n";
  }
}
