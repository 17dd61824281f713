package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a text says it comes from (RFC 3428): phones show one without a user as the server's. */
@Rfc(value = "3428", other = true)
class TextSenderTest {
  private static final Peer OFFICE =
      new Peer(
          1,
          "office",
          List.of(InetAddress.ofLiteral("203.0.113.30")),
          0,
          "other.example",
          null,
          Hop.to(Transport.UDP, new InetSocketAddress("203.0.113.30", 5060)),
          null);

  @ParameterizedTest
  @CsvSource({
    "sip:pbx.example, 403",
    "sip:@pbx.example, 400",
    "sip:other.example, 403",
    "sip:boss@other.example, 200"
  })
  void aTextOfNobodyIsTheServersAlone(String from, int status) {
    World world = World.withPeers(OFFICE);
    SimulatedPhone alice = world.phone("1001").registered();
    RawClient office = new RawClient(world, "203.0.113.30", 5060);
    SipResponse answer =
        office.asks(
            Method.MESSAGE,
            "sip:1001@pbx.example",
            ("From: <" + from + ">;tag=m\nTo: <sip:1001@pbx.example>\n")
                + "Call-ID: m\nCSeq: 1 MESSAGE\n");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(alice.calls()).isEmpty();
    world.settles();
  }
}
