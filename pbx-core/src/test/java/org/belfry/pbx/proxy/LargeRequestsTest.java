package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rfc("3261")
class LargeRequestsTest {
  private static final Hop BY_UDP =
      Hop.to(Transport.UDP, new InetSocketAddress(InetAddress.ofLiteral("10.0.0.9"), 5060));

  private static SipRequest invite(int body) {
    return Messages.invite().edit().body("application/sdp", new byte[body]).done();
  }

  private static Target over(SipRequest request, Target target) {
    return LargeRequests.over(request, TargetGroup.together(List.of(target)), true, false)
        .getFirst()
        .targets()
        .getFirst();
  }

  @Test
  @Rfc("18.1.1")
  void aLargeRequestGoesByTcpAndByUdpWhenThatIsRefused() {
    Target udp = new Target("sip:bob@10.0.0.9", BY_UDP, false);
    assertThat(over(invite(100), udp)).isSameAs(udp);
    Target tcp = over(invite(1200), udp);
    assertThat(tcp.hop().transport()).isEqualTo(Transport.TCP);
    assertThat(tcp.hop().remote()).isEqualTo(BY_UDP.remote());
    assertThat(tcp.uri()).isEqualTo(udp.uri());
    assertThat(tcp.fallback()).isSameAs(udp);
  }

  @Test
  @Rfc("18.1.1")
  void nothingThatLeavesByUdpIsAbove1300Bytes() {
    Forwarding forwarding =
        new Forwarding(new DialogRoute(new byte[16]), "mark-12345", new Random(1));
    Hop out =
        new Hop(
            Transport.UDP,
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.117"), 50600),
            BY_UDP.remote(),
            0);
    for (int body = 0; body < 1200; body += 7) {
      Target target = new Target("sip:bob@10.0.0.9", BY_UDP, false);
      SipRequest request = invite(body);
      if (over(request, target).hop().transport() == Transport.UDP) {
        SipRequest sent =
            forwarding.forward(
                request,
                target,
                out,
                new Forwarding.Recorded(Messages.FROM_PHONE, false, null, Messages.T0));
        assertThat(sent.encoded().length).as("body of %d", body).isLessThanOrEqualTo(1300);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sip:bob@10.0.0.9,               true",
    "sip:bob@10.0.0.9:5060;ob,       true",
    "sip:bob@10.0.0.9;transport=udp, false", // it has chosen
    "sip:bob@192.168.1.4,            false", // behind NAT: the flow is the only way
    "sip:bob@phone.example,          false",
  })
  void onlyAUriThatSaysWhereItIsAllowsTcp(String uri, boolean allowed) {
    Target target = new Target(uri, BY_UDP, false);
    assertThat(over(invite(1200), target) != target).isEqualTo(allowed);
    SipRequest inDialog =
        invite(1200).editWithUri(uri).set(HeaderName.TO, "<sip:1002@pbx.example>;tag=t").done();
    Target asItIs = new Target(null, BY_UDP, false);
    assertThat(over(inDialog, asItIs) != asItIs).isEqualTo(allowed);
  }

  @Test
  void flowsConnectionsAndForeignRoutesStayAsTheyAre() {
    for (Target target :
        List.of(
            new Target("sip:bob@10.0.0.9", BY_UDP, true),
            new Target("sip:bob@10.0.0.9", Hop.to(Transport.TCP, BY_UDP.remote()), false))) {
      assertThat(over(invite(1200), target)).isSameAs(target);
    }
    SipRequest routed = invite(1200).edit().push(HeaderName.ROUTE, "<sip:10.0.0.9;lr>").done();
    Target target = new Target("sip:bob@10.0.0.9", BY_UDP, false);
    assertThat(over(routed, target)).isSameAs(target);
  }

  @Test
  void aNeighbourTakesLargeRequestsByTcp() {
    assertThat(over(invite(1200), new Target(null, BY_UDP, false)).hop().transport())
        .isEqualTo(Transport.TCP);
  }
}
