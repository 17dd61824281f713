package org.belfry.pbx.sip.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;
import static org.belfry.pbx.Messages.invite;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute.Faces;
import org.belfry.pbx.sip.route.DialogRoute.Reading;
import org.junit.jupiter.api.Test;

@Rfc("3261")
class DialogRouteTest {
  private static final SipUri CALLER = Grammar.uri("sip:1001@10.0.0.5:5060");
  private static final SipUri CALLEE = Grammar.uri("sip:1002@10.0.0.7");
  private static final SipUri VICTIM = Grammar.uri("sip:x@203.0.113.66");
  private static final Hop FLOW =
      new Hop(Transport.UDP, null, new InetSocketAddress("192.0.2.77", 40000), 0);
  private final DialogRoute routes = routes();

  private static DialogRoute routes() {
    return new DialogRoute("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  @Rfc("16.4")
  void aRouteOfAnotherDialogOrAMadeUpOneIsForged() {
    SipUri route = route(Faces.BOTH, null);
    assertThat(routes.read(route, invite(), T0)).isInstanceOf(Reading.Genuine.class);
    for (HeaderName field : new HeaderName[] {HeaderName.CALL_ID, HeaderName.FROM}) {
      String other = field.equals(HeaderName.FROM) ? "<sip:1001@pbx.example>;tag=f2" : "c2";
      assertThat(routes.read(route, invite().edit().set(field, other).done(), T0))
          .isInstanceOf(Reading.Forged.class);
    }
    for (String madeUp :
        new String[] {
          "sip:0123456789abcdef@10.0.0.1;lr",
          "sip:0123456789abcdefc78f2c@10.0.0.1;lr",
          "sip:0123456789abcdefc78f2c-u-7f000001-13c4-0.a0123456789ab@10.0.0.1;lr",
          "sip:.@10.0.0.1;lr",
          "sip:................................@10.0.0.1;lr",
          "sip:10.0.0.1;lr"
        }) {
      assertThat(routes.read(Grammar.uri(madeUp), invite(), T0)).isInstanceOf(Reading.Forged.class);
    }
  }

  @Test
  void aFlowAnExpiryOrASideThatWasChangedIsForged() {
    String user = route(Faces.CALLEE, FLOW).text();
    for (String[] change :
        new String[][] {
          {"-udp-c000024d", "-udp-c000024e"},
          {"-9c40-", "-9c41-"},
          {"b77dc0", "a77dc0"},
          {"b77dc0", "b77dc1"}
        }) {
      assertThat(user).contains(change[0]);
      SipUri changed = Grammar.uri(user.replace(change[0], change[1]));
      assertThat(routes.read(changed, invite(), T0)).isInstanceOf(Reading.Forged.class);
    }
  }

  @Test
  void aRouteIsGoodForAsLongAsACallMayLastAndNotForEver() {
    SipUri route = route(Faces.BOTH, null);
    assertThat(routes.read(route, invite(), T0.plus(Duration.ofHours(13))))
        .isInstanceOf(Reading.Genuine.class);
    assertThat(routes.read(route, invite(), T0.plus(DialogRoute.VALIDITY).plusSeconds(3601)))
        .isInstanceOf(Reading.Forged.class);
  }

  @Test
  @Rfc("16.4")
  void aRequestWithoutAToTagIsOfNoDialogWhateverItsRoute() {
    SipRequest begun = invite().edit().add(HeaderName.ROUTE, told()).done();
    assertThat(NextHop.of(begun, routes, T0)).isNull();
    assertThat(NextHop.of(inDialog(CALLEE, true), routes, T0)).isNotNull();
  }

  @Test
  @Rfc("16.6 step 6")
  void aDialogLeadsToTheContactsOfItsTwoSidesAndNowhereElse() {
    assertThat(NextHop.of(inDialog(CALLEE, true), routes, T0).told()).isTrue();
    assertThat(NextHop.of(inDialog(CALLER, false), routes, T0).told()).isTrue();
    assertThat(NextHop.of(inDialog(VICTIM, true), routes, T0).told()).isFalse();
    assertThat(NextHop.of(inDialog(VICTIM, false), routes, T0).told()).isFalse();
    // Each side's place is for requests to that side only.
    assertThat(NextHop.of(inDialog(CALLER, true), routes, T0).told()).isFalse();
    assertThat(NextHop.of(inDialog(CALLEE, false), routes, T0).told()).isFalse();
  }

  @Test
  void anotherProcessReadsWhatThisOneHasWritten() {
    assertThat(NextHop.of(inDialog(CALLEE, true), routes(), T0).told()).isTrue();
  }

  @Test
  void aFlowIsUsedTowardsItsOwnSideOnly() {
    SipUri route = route(Faces.CALLEE, FLOW);
    SipRequest fromCaller = inDialog("<" + route.text() + ">", VICTIM, true);
    assertThat(NextHop.of(fromCaller, routes, T0).hop().remote()).isEqualTo(FLOW.remote());
    SipRequest fromCallee = inDialog("<" + route.text() + ">", VICTIM, false);
    NextHop back = NextHop.of(fromCallee, routes, T0);
    assertThat(back.hop().remote()).isEqualTo(new InetSocketAddress("203.0.113.66", 5060));
    assertThat(back.told()).isFalse();
  }

  private SipUri route(Faces faces, Hop flow) {
    String value =
        routes.recordRoute(invite(), faces, Transport.UDP, FROM_PHONE.local(), flow, CALLER, T0);
    return Grammar.nameAddr(value).uri();
  }

  /** A Route as the caller has it when the callee has said where it is. */
  private String told() {
    return routes.withCalleeTarget(route(Faces.BOTH, null), CALLEE);
  }

  private SipRequest inDialog(SipUri target, boolean fromCaller) {
    return inDialog(told(), target, fromCaller);
  }

  private static SipRequest inDialog(String route, SipUri target, boolean fromCaller) {
    String caller = "<sip:1001@pbx.example>;tag=f1";
    String callee = "<sip:1002@pbx.example>;tag=t1";
    return SipRequest.create(Method.BYE, target.text())
        .add(HeaderName.ROUTE, route)
        .add(HeaderName.FROM, fromCaller ? caller : callee)
        .add(HeaderName.TO, fromCaller ? callee : caller)
        .add(HeaderName.CALL_ID, "c1")
        .add(HeaderName.CSEQ, "2 BYE")
        .done();
  }
}
