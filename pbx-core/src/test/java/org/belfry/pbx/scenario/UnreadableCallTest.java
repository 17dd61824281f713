package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An INVITE that the proxy cannot read is refused before it is a call. */
@Rfc("3261")
class UnreadableCallTest {
  private static final String CONTACT = "Contact: <sip:1001@198.51.100.9>\n";

  @ParameterizedTest
  @CsvSource({"1002,Contact: <", "112,Contact: <", "1002,Record-Route: <", "112,Record-Route: <"})
  @Rfc("16.6")
  void aUsersCallThatCannotBeReadLeavesNoCall(String number, String field) {
    World world = World.seeded(9110);
    world.arranges(Providers.by(Providers.trunk("berlin", Providers.BERLIN)).done());
    world.phone("1002").registered();
    RawClient phone = new RawClient(world, "198.51.100.9", 5060);
    String fields = (field.startsWith("Contact") ? "" : CONTACT) + field + "\n";
    for (int i = 0; i < 3; i++) {
      String uri = "sip:" + number + "@pbx.example";
      String its = from("1001@pbx.example", uri, 2 * i) + fields;
      // That its Call-ID is free again shows that its media know nothing of it.
      assertThat(phone.asksAs("1001", Method.INVITE, uri, its).status()).isEqualTo(400);
      leavesNothing(world);
    }
    Providers.ends(world);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Contact: <\n", CONTACT + "Record-Route: <\n"})
  @Rfc("16.6")
  void aCallToAnApplicationThatCannotBeReadLeavesNoCall(String field) {
    World world = World.seeded(9111);
    RawClient phone = new RawClient(world, "198.51.100.9", 5060);
    String uri = "sip:~park@pbx.example";
    String its = from("1001@pbx.example", uri, 0) + field;
    SipResponse answer = phone.asksAs("1001", Method.INVITE, uri, its);
    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    leavesNothing(world);
    world.settles();
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-Asserted-Identity", "Remote-Party-ID"})
  @Rfc(value = "3325 5", other = true)
  void aPeersCallWithAnIdentityThatCannotBeReadLeavesNoCall(String name) {
    World world =
        World.withPeers(
            new Peer(1, "office", InetAddress.ofLiteral("192.0.2.7"), 0, null, null, null));
    world.phone("1002").registered();
    RawClient peer = new RawClient(world, "192.0.2.7", 5060);
    String uri = "sip:1002@pbx.example";
    for (int i = 0; i < 3; i++) {
      String its = from("49@192.0.2.7", uri, i) + CONTACT + name + ": <\n";
      assertThat(peer.asks(Method.INVITE, uri, its).status()).isEqualTo(400);
      leavesNothing(world);
    }
    world.settles();
  }

  private static void leavesNothing(World world) {
    assertThat(world.server().liveCalls()).isEmpty();
    assertThat(world.server().live().calls("1001")).isZero();
    assertThat(world.server().busy()).isZero();
  }

  private static String from(String who, String to, int cseq) {
    return ("From: <sip:" + who + ">;tag=u\nTo: <" + to + ">\nCall-ID: unreadable\nCSeq: ")
        + ((cseq + 1) + " INVITE\n");
  }
}
