package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.echo.Echo;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** What a leg of ours cannot read is answered like anything else, and leaves nothing. */
@Rfc("3261")
class UnreadableRequestTest {
  private static final String CONTACT = "Contact: <sip:p@198.51.100.1:5060>";

  @Test
  @Rfc(value = "4028 5", other = true)
  void updatesWithAMinSeThatCannotBeReadAreAnsweredAndForgotten() {
    World world = World.seeded(9101);
    PhoneCall call = echo(world);
    for (int i = 0; i < 1000; i++) {
      call.refreshes("x");
      world.advance(Duration.ofMillis(100));
    }
    world.advance(Duration.ofSeconds(40));
    assertThat(call.heard()).hasSize(1000).containsOnly("UPDATE 200");
    assertThat(world.server().transactions()).isZero();
    assertThat(world.server().asked()).isZero();
    call.hangsUp();
    world.settles();
  }

  @Test
  @Rfc(value = "4028 5", other = true)
  void aReinviteWithAMinSeThatCannotBeReadIsAnswered() {
    World world = World.seeded(9102);
    PhoneCall call = echo(world);
    for (String minSe : new String[] {"x", "", "999999999", "999999999999"}) {
      call.changes("v=0\r\na=sendonly\r\n", minSe);
      world.advance(Duration.ofSeconds(40));
      assertThat(call.changed()).as(minSe).isEqualTo(200);
    }
    assertThat(world.server().transactions()).isZero();
    call.hangsUp();
    world.settles();
  }

  @Test
  @Rfc("8.2")
  void aTrunksCallThatCannotBeReadIsRefusedAndTakesNoChannel() {
    World world = World.seeded(9103);
    RawClient provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    for (String field : List.of("Contact: <", CONTACT + "\nReplaces: x", CONTACT + "\nReplaces:")) {
      for (int i = 0; i < 3; i++) {
        assertThat(calls(provider, "u" + field.hashCode() + i, field).status())
            .as(field)
            .isEqualTo(400);
      }
    }
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().agents()).isZero();
    assertThat(world.server().asked()).isZero();
    assertThat(alice.calls()).isEmpty();
    assertThat(calls(provider, "good", CONTACT).status()).isEqualTo(180);
    assertThat(calls(provider, "more", CONTACT).status()).isEqualTo(503);
    alice.call().declines(486);
    Providers.ends(world);
  }

  @Test
  @Rfc("12.2.2")
  void anUpdateOfATrunksCallWithAContactThatCannotBeReadIsRefused() {
    World world = World.seeded(9104);
    RawClient provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SipResponse ringing = calls(provider, "c", CONTACT);
    assertThat(ringing.status()).isEqualTo(180);
    String target = Grammar.nameAddr(ringing.header(HeaderName.CONTACT)).uri().text();
    String fields =
        "From: <sip:+4930777@198.51.100.1>;tag=f\nTo: "
            + ringing.header(HeaderName.TO)
            + "\nCall-ID: c\nCSeq: 2 UPDATE\nContact: <\n";
    assertThat(provider.asks(Method.UPDATE, target, fields).status()).isEqualTo(400);
    assertThat(world.server().asked()).isEqualTo(1);
    alice.call().declines(486);
    Providers.ends(world);
  }

  /** All other calls of a lane would wait as long as the body of this one is read. */
  @Test
  @Rfc(value = "2046 5.1", other = true)
  void aCallWithManyBlanksInThePartsOfItsBodyDelaysNoOther() {
    World world = World.seeded(9105);
    world.server().anchor().switchOn();
    String blanks = " ".repeat(60_000);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    alice.sendsParts("--b\r\nContent-x:" + blanks + "y\nfoo\r\n\r\nq\r\n--b--\r\n");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          PhoneCall first = alice.dials("1002");
          world.advanceUntil(() -> !bob.calls().isEmpty(), 5);
          PhoneCall next = carol.dials("1001");
          world.advanceUntil(
              () -> next.heard().contains("INVITE 180") || !alice.calls().isEmpty(), 5);
          assertThat(alice.calls()).isNotEmpty();
          first.hangsUp();
          next.hangsUp();
          world.settles();
        });
  }

  private static SipResponse calls(RawClient provider, String callId, String field) {
    return provider.asks(
        Method.INVITE,
        "sip:1001@10.0.0.1",
        "From: <sip:+4930777@198.51.100.1>;tag=f\nTo: <sip:1001@10.0.0.1>\n"
            + ("Call-ID: " + callId + "\nCSeq: 1 INVITE\n" + field + "\n"));
  }

  /** One that has one channel. */
  private static RawClient provider(World world) {
    world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(
        Providers.by(Providers.with(Providers.trunk("berlin", Providers.BERLIN), 1, false))
            .inbound(
                List.of(
                    new InboundNumber(
                        new NumberPattern("1001"),
                        "berlin",
                        null,
                        new Destination.Dial("1001"),
                        null)))
            .done());
    Providers.comeUp(world);
    return new RawClient(world, Providers.BERLIN, 5099);
  }

  private static PhoneCall echo(World world) {
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    world.server().install(voices.runtime().taking(new Echo()));
    PhoneCall call = world.phone("1001").registered().dials("*43");
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    return call;
  }
}
