package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.transport.Advertised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Rfc("3261")
class AdvertisedTest {
  private static final Advertised SITE =
      new Advertised(
          List.of(
              Advertised.Address.of("10.8.0.1 for 10.8.0.0/16"),
              Advertised.Address.of("203.0.113.7:5080"),
              Advertised.Address.of("2001:db8::7")),
          Advertised.PRIVATE);

  @ParameterizedTest
  @CsvSource({
    "192.168.1.2, 192.168.1.50, UDP, 192.168.1.2:5060",
    "192.168.1.2, 198.51.100.9, UDP, 203.0.113.7:5080",
    "192.168.1.2, 198.51.100.9, TCP, 203.0.113.7:5080",
    "192.168.1.2, 198.51.100.9, WSS, 203.0.113.7:5060", // its port stays its own
    "192.168.1.2, 10.8.3.4,     UDP, 10.8.0.1:5060", // through the VPN
    "192.168.1.2, 10.9.0.1,     UDP, 192.168.1.2:5060",
    "198.51.100.2, 198.51.100.9, UDP, 198.51.100.2:5060", // a public address is told as it is
    "fd00::2,     fd00::9,      UDP, [fd00::2]:5060",
    "fd00::2,     2001:db8::99, UDP, [2001:db8::7]:5060",
    "2001:db8::2, 2001:db8::99, UDP, [2001:db8::2]:5060",
  })
  void eachIsToldTheAddressThatLeadsToUs(String own, String remote, Transport t, String told) {
    Hop hop = new Hop(t, socket(own, 5060), socket(remote, 40000), 0);
    assertThat(HostAddress.text(SITE.towards(hop))).isEqualTo(told);
    assertThat(Advertised.NOTHING.towards(hop)).isEqualTo(hop.local());
  }

  @Test
  @Rfc("16.6 step 4")
  void viaAndRecordRouteNameThePublicAddressOutsideAndTheRealOneInside() {
    Forwarding forwarding =
        new Forwarding(new DialogRoute(new byte[16]), SITE, "mark-", new Random(1));
    Hop inside = new Hop(Transport.UDP, socket("10.0.0.1", 5060), socket("10.0.0.5", 5060), 0);
    Hop outside = new Hop(Transport.UDP, socket("10.0.0.1", 5060), socket("192.0.2.9", 5060), 0);
    SipRequest out =
        forwarding.forward(
            Messages.invite(),
            new Target(null, outside, false),
            outside,
            new Forwarding.Recorded(inside, false, null, Messages.T0));
    assertThat(out.topVia().host()).isEqualTo("203.0.113.7");
    assertThat(out.topVia().port()).isEqualTo(5080);
    List<String> routes = out.values(HeaderName.RECORD_ROUTE);
    assertThat(routes).hasSize(2);
    assertThat(Grammar.nameAddr(routes.get(0)).uri().host()).isEqualTo("203.0.113.7");
    assertThat(Grammar.nameAddr(routes.get(1)).uri().host()).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "pbx.example", "203.0.113.7:0", "203.0.113.7:99999", "1.2.3.4 for x", "[::1"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> Advertised.Address.of(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
