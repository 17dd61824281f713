package org.belfry.appliance.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.InstantSource;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ResolverLimits;
import org.junit.jupiter.api.Test;

/** Where a peer that is known by a name may send from. */
class ServerAddressesTest {
  private final ScriptedDns dns =
      new ScriptedDns((delay, task) -> task.run())
          .srv("_sip._udp.provider.example", 1, 1, 5060, "one.provider.example")
          .srv("_sip._tcp.provider.example", 1, 1, 5060, "two.provider.example")
          .a("one.provider.example", "192.0.2.1")
          .a("two.provider.example", "192.0.2.2")
          .a("provider.example", "192.0.2.80")
          .aaaa("gateway.example", "2001:db8::7")
          .stalls("stalled.example");
  private final ServerAddresses addresses =
      new ServerAddresses(new Resolver(dns, InstantSource.system(), ResolverLimits.DEFAULT));

  @Test
  void aDomainMeansItsServersAndTheHostOfThatName() {
    assertThat(addresses.of("provider.example"))
        .containsExactlyInAnyOrder(
            InetAddress.ofLiteral("192.0.2.1"),
            InetAddress.ofLiteral("192.0.2.2"),
            InetAddress.ofLiteral("192.0.2.80"));
  }

  @Test
  void aHostMeansItself() {
    assertThat(addresses.of("gateway.example"))
        .containsExactly(InetAddress.ofLiteral("2001:db8::7"));
  }

  @Test
  void thatThereIsNoneIsNotThatNobodyKnows() {
    assertThat(addresses.of("absent.example")).isEmpty();
    assertThat(addresses.of("stalled.example")).isNull();
  }
}
