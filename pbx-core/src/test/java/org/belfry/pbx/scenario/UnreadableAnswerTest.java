package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider answers and a leg of ours cannot read ends the call, and leaves nothing. */
@Rfc("3261")
class UnreadableAnswerTest {

  @ParameterizedTest
  @Rfc("8.1.3")
  @ValueSource(
      strings = {
        "SIP/2.0 200 OK\nContact: <sip:p@198.51.100.1>\n",
        "SIP/2.0 200 OK\nTo: <;tag=t\nContact: <sip:p@198.51.100.1>\n",
        "SIP/2.0 422 Session Interval Too Small\nMin-SE: x\nTo: <sip:x@y>;tag=t\n"
      })
  void aCallIsOverWhenItsFinalAnswerCannotBeRead(String answer) {
    World world = World.seeded(9111);
    world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(Providers.by(Providers.trunk("berlin", Providers.BERLIN)).done());
    Providers.comeUp(world);
    SimulatedPhone alice = world.phone("1001").registered();
    RawClient provider = new RawClient(world, Providers.BERLIN, 5060);
    PhoneCall call = alice.dials("040123456");
    world.advanceUntil(
        () -> provider.requests().stream().anyMatch(r -> r.method().equals(Method.INVITE)), 10);
    SipRequest invite =
        provider.requests().stream()
            .filter(r -> r.method().equals(Method.INVITE))
            .findFirst()
            .orElseThrow();
    provider.send(
        answer
            + ("Via: " + invite.header(HeaderName.VIA) + "\n")
            + ("From: " + invite.header(HeaderName.FROM) + "\n")
            + ("Call-ID: " + invite.callId() + "\nCSeq: " + invite.cseq() + "\n")
            + "Content-Length: 0\n\n");
    world.advance(Duration.ofSeconds(40));
    assertThat(call.status()).isGreaterThanOrEqualTo(400);
    assertThat(world.server().agents()).isZero();
    assertThat(world.server().asked()).isZero();
  }
}
