package org.belfry.pbx.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.pbx.Messages;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.Guard.Welcome;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.inbound.gate.Arrival;
import org.belfry.pbx.inbound.gate.Banned;
import org.belfry.pbx.inbound.gate.GateVerdict;
import org.belfry.pbx.inbound.gate.Gates;
import org.belfry.pbx.inbound.gate.Overloaded;
import org.belfry.pbx.inbound.gate.QuietLane;
import org.belfry.pbx.inbound.gate.RequestGate;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.GermanNumbers;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;

/** Who is let in to a lane when there is too much to do, and who is no stranger. */
class AdmissionControlTest {
  private static final User ALICE = new User(1, "1001", "Alice", null, "md5", "sha256");
  private static final SipRequest CALL = Messages.invite();
  private static final SipRequest IN_DIALOG =
      Messages.request(Method.BYE, "sip:1002@pbx.example")
          .set(HeaderName.TO, "<sip:1002@pbx.example>;tag=t")
          .add(HeaderName.ROUTE, "<sip:10.0.0.1;lr>")
          .done();
  private static final SipRequest FOR_HELP =
      Messages.request(Method.INVITE, "sip:112@pbx.example").done();
  private static final int HIGH = 400_000;

  private final LongAdder shed = new LongAdder();
  private List<Peer> peers = List.of();
  private final AdmissionControl door = new AdmissionControl(ports(), new Random(7));
  private final Load load = new Load();
  private final List<RequestGate> gates =
      List.of(
          new Banned(door, new QuietLane().responder()),
          new Overloaded(
              door, new QuietLane().responder(), () -> load.queued, () -> load.transactions));

  @Test
  void underOverloadNewCallsAreSentAwayAndDialogsAndEmergenciesPass() {
    assertThat(welcome(CALL, 0, HIGH)).isEqualTo(Welcome.COME_IN);
    assertThat(welcome(CALL, 0, HIGH + 1)).isEqualTo(Welcome.LATER);
    assertThat(welcome(CALL, 0.9, 0)).isEqualTo(Welcome.LATER);
    assertThat(inside(1, 2 * HIGH)).isEqualTo(Welcome.COME_IN);
    assertThat(welcome(FOR_HELP, 1, 2 * HIGH)).isEqualTo(Welcome.COME_IN);
    assertThat(shed.sum()).isEqualTo(2);
  }

  @Test
  void whoIsInADialogDoesNotEndTheOverload() {
    assertThat(welcome(CALL, 0.9, 0)).isEqualTo(Welcome.LATER);
    assertThat(inside(0, 0)).isEqualTo(Welcome.COME_IN);
    assertThat(welcome(CALL, 0.6, 0)).isEqualTo(Welcome.LATER);
    assertThat(welcome(CALL, 0.4, 0)).isEqualTo(Welcome.COME_IN);
  }

  @Test
  void thoseWhoAreSentAwayDoNotAllReturnAtOnce() {
    Set<Integer> seconds = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      seconds.add(Integer.parseInt(door.later(CALL, "t").mandatory(HeaderName.RETRY_AFTER)));
    }
    assertThat(seconds).containsExactly(5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    assertThat(door.later(CALL, "t").status()).isEqualTo(503);
  }

  @Test
  void aTagAndARouteAloneMakeNoDialog() {
    for (int i = 0; i < 400; i++) {
      assertThat(welcome(IN_DIALOG, 0, 0)).isEqualTo(Welcome.COME_IN);
      assertThat(inside(0, 0)).isEqualTo(Welcome.COME_IN);
    }
    assertThat(welcome(IN_DIALOG, 0, 0)).isEqualTo(Welcome.SILENCE);
    assertThat(inside(0, 0)).isEqualTo(Welcome.COME_IN);
  }

  @Test
  void aUserWhoAsksTooOftenIsSentAwayUnlessForAnEmergencyCall() {
    for (int i = 0; i < 200; i++) {
      assertThat(door.mayAsk(ALICE, CALL, FROM_PHONE, T0)).isTrue();
    }
    assertThat(door.mayAsk(ALICE, CALL, FROM_PHONE, T0)).isFalse();
    assertThat(door.mayAsk(ALICE, FOR_HELP, FROM_PHONE, T0)).isTrue();
    assertThat(door.mayAsk(ALICE, CALL, FROM_PHONE, T0.plusSeconds(1))).isTrue();
  }

  @Test
  void aPeerIsNoStranger() {
    peers = List.of(new Peer(1, "peer", InetAddress.ofLiteral("10.0.0.5"), 0, null, null, null));
    for (int i = 0; i < 5000; i++) {
      assertThat(welcome(CALL, 0, 0)).isEqualTo(Welcome.COME_IN);
    }
    assertThat(welcome(CALL, 0, 0)).isEqualTo(Welcome.LATER);
    assertThat(welcome(FOR_HELP, 0, 0)).isEqualTo(Welcome.COME_IN);
  }

  private Welcome welcome(SipRequest request, double queued, int transactions) {
    return welcome(Arrival.received(request, FROM_PHONE, T0).read(), queued, transactions);
  }

  /** Of a dialog of ours. */
  private Welcome inside(double queued, int transactions) {
    return welcome(
        Arrival.received(IN_DIALOG, FROM_PHONE, T0).read().inDialog(), queued, transactions);
  }

  private Welcome welcome(Arrival arrival, double queued, int transactions) {
    load.queued = queued;
    load.transactions = transactions;
    Gates.Stop stop = Gates.stop(gates, arrival);
    return stop == null
        ? Welcome.COME_IN
        : stop.verdict() instanceof GateVerdict.Drop ? Welcome.SILENCE : Welcome.LATER;
  }

  /** How much the lane has to do. */
  private static final class Load {
    double queued;
    int transactions;
  }

  private AdmissionPorts ports() {
    return new AdmissionPorts(
        new Guard(GuardProperties.DEFAULT, event -> {}),
        this::directory,
        () -> DialIndex.of(directory(), new GermanNumbers()),
        new Location(),
        new TrunkStates(),
        shed,
        SipServerProperties.defaults(
                List.of(), "belfry", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
            .transactionsPerLane());
  }

  private Directory directory() {
    return Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(ALICE), peers);
  }
}
