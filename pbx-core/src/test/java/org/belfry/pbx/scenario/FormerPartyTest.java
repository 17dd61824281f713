package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** What who takes or took part in a call may send along its route, and how much of it. */
@Rfc("3261")
class FormerPartyTest {
  private static final int FLOOD = 5000;
  private final World world = World.seeded(640);
  private final RawClient caller = new RawClient(world, "198.51.100.9", 5060);
  private String route;
  private String toTag;

  /** A Route is good for two days, and the calls of a day are many. */
  @Test
  @Rfc("16.4")
  void whoWasInACallFloodsNobodyByItsRoute() {
    SimulatedPhone bob = aCall();
    answered(bob);
    caller.asks(
        Method.BYE, "sip:1002@10.0.0.10:5060", route + dialog(";tag=" + toTag, 2, Method.BYE));
    world.settles();
    caller.responses().clear();
    for (int i = 0; i < FLOOD; i++) {
      sends(i, Method.BYE);
    }
    world.advance(Duration.ofMillis(500));
    assertThat(world.server().transactions()).isLessThan(1500);
  }

  /** Nor is one that goes on a licence. */
  @Test
  @Rfc("16.4")
  void whoIsInACallFloodsNobodyByItsRouteEither() {
    SimulatedPhone bob = aCall();
    answered(bob);
    for (int i = 0; i < FLOOD; i++) {
      sends(i, Method.INFO);
    }
    world.advance(Duration.ofMillis(500));
    assertThat(world.server().transactions()).isLessThan(1500);
  }

  /** Nothing tells any more who it was: it is checked as if anybody sent it. */
  @Test
  @Rfc("16.4")
  void whoWasInACallSendsNoPhoneAbroadByItsRoute() {
    SimulatedPhone bob = aCall();
    answered(bob);
    caller.asks(
        Method.BYE, "sip:1002@10.0.0.10:5060", route + dialog(";tag=" + toTag, 2, Method.BYE));
    world.settles();
    for (String tag : List.of(toTag, "another")) {
      SipResponse answer =
          caller.asks(
              Method.REFER,
              "sip:1002@10.0.0.10:5060",
              route
                  + dialog(";tag=" + tag, 3, Method.REFER)
                  + "Refer-To: <sip:0033140000000@pbx.example>\n");
      assertThat(answer.status()).isEqualTo(403);
    }
  }

  /** A call that is up says all it has to. */
  @Test
  void aKeyThatIsHeldDownIsHeardToTheEnd() {
    SimulatedPhone bob = aCall();
    answered(bob);
    for (int i = 0; i < 400; i++) {
      sends(i, Method.INFO);
      world.advance(Duration.ofMillis(100));
    }
    assertThat(bob.call().heard()).hasSize(400);
  }

  private void answered(SimulatedPhone bob) {
    bob.call().answers();
    world.advance(Duration.ofSeconds(1));
    caller.send(
        "ACK sip:1002@10.0.0.10:5060 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.9;branch=z9hG4bKack\n"
            + ("Max-Forwards: 70\n" + route + dialog(";tag=" + toTag, 1, Method.ACK))
            + "Content-Length: 0\n\n");
    world.advance(Duration.ofSeconds(1));
  }

  private void sends(int i, Method method) {
    caller.send(
        method
            + (" sip:1002@10.0.0.10:5060 SIP/2.0\nVia: SIP/2.0/UDP " + caller.shown())
            + (";branch=z9hG4bKflood" + i + "\nMax-Forwards: 70\n" + route)
            + dialog(";tag=" + toTag, 10 + i, method)
            + "Content-Length: 0\n\n");
  }

  /** 1001, played by hand, calls 1002, whose phone rings. */
  private SimulatedPhone aCall() {
    SimulatedPhone bob = world.phone("1002").registered();
    SipResponse ringing =
        caller.asksAs(
            "1001",
            Method.INVITE,
            "sip:1002@pbx.example",
            dialog("", 1, Method.INVITE) + "Contact: <sip:1001@198.51.100.9:5060>\n");
    assertThat(ringing.status()).isEqualTo(180);
    List<String> recorded = ringing.values(HeaderName.RECORD_ROUTE);
    route = "Route: " + String.join(", ", recorded.reversed()) + "\n";
    toTag = ringing.toTag();
    return bob;
  }

  private static String dialog(String to, int number, Method method) {
    return "From: <sip:1001@pbx.example>;tag=f\nTo: <sip:1002@pbx.example>%s\nCall-ID: former\n"
            .formatted(to)
        + "CSeq: %d %s\n".formatted(number, method);
  }
}
