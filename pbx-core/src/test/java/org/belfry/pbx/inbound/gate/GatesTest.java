package org.belfry.pbx.inbound.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.pbx.Messages;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.auth.DigestAuthenticator;
import org.belfry.pbx.auth.NonceUses;
import org.belfry.pbx.auth.Nonces;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.AdmissionPorts;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.GermanNumbers;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.MessageCounts;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TraceProperties;
import org.belfry.pbx.transaction.ServerKey;
import org.junit.jupiter.api.Test;

/** A walk through the gates, each of which stops a request of its own. */
class GatesTest {
  private static final User ALICE = new User(1, "1001", "Alice", null, "md5", "sha256");
  private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String BOB = "sip:1002@pbx.example";

  private final QuietLane lane = new QuietLane();
  private final Forwarding forwarding =
      new Forwarding(new DialogRoute(SECRET), "mark-", new Random(2));
  private double queued;
  private final Gates gates = gates();

  @Test
  void eachGateStopsARequestThatAllBeforeItLetPass() {
    Map<String, SipRequest> requests = new LinkedHashMap<>();
    requests.put("WellFormed", invite("a").remove(HeaderName.CALL_ID).done());
    requests.put("Retransmitted", begun(invite("b").done()));
    requests.put("Banned", invite("c").add(HeaderName.USER_AGENT, "friendly-scanner").done());
    requests.put("Overloaded", invite("d").done());
    requests.put("SupportedScheme", request("e", "mailto:bob@pbx.example").done());
    requests.put("MaxForwards", invite("f").set(HeaderName.MAX_FORWARDS, "0").done());
    requests.put("Looped", cameRound(invite("g").done()));
    begun(invite("h").done());
    requests.put("Merged", otherWay(invite("h").done()));
    requests.put("ProxyRequire", invite("i").add(HeaderName.PROXY_REQUIRE, "privacy, x").done());
    requests.put("Authenticated", invite("j").done());

    assertThat(gates.inOrder())
        .extracting(RequestGate::name)
        .containsExactlyElementsOf(requests.keySet());
    requests.forEach((gate, request) -> {
      queued = gate.equals("Overloaded") ? 0.9 : 0;
      assertThat(stopped(request).gate().name()).isEqualTo(gate);
    });
  }

  @Test
  void aGateAnswersAsItsSectionSaysOrNotAtAll() {
    assertThat(status(invite("a").remove(HeaderName.CALL_ID).done())).isEqualTo(400);
    assertThat(status(request("b", "mailto:bob@pbx.example").done())).isEqualTo(416);
    assertThat(status(invite("c").set(HeaderName.MAX_FORWARDS, "0").done())).isEqualTo(483);
    assertThat(status(cameRound(invite("d").done()))).isEqualTo(482);
    assertThat(status(invite("e").add(HeaderName.PROXY_REQUIRE, "x").done())).isEqualTo(420);
    assertThat(status(invite("f").done())).isEqualTo(407);
    assertThat(stopped(invite("g").add(HeaderName.USER_AGENT, "sipvicious").done()).verdict())
        .isInstanceOf(GateVerdict.Drop.class);
    queued = 0.9;
    assertThat(status(invite("h").done())).isEqualTo(503);
  }

  @Test
  void theTraceOfTheCallSaysWhichGateAnsweredAndWhy() {
    CallTrace trace =
        Objects.requireNonNull(
            new CallTraces(TraceProperties.of(1 << 20), callId -> true).begin("call-a", T0));
    lane.network().follow(trace, T0);
    var validation = new RequestValidation(gates, lane.transactions(), lane.network());
    Arrival arrival =
        Arrival.received(invite("a").set(HeaderName.MAX_FORWARDS, "0").done(), FROM_PHONE, T0)
            .read();
    assertThat(validation.mayBeRouted(entered(arrival))).isFalse();
    assertThat(trace.notes())
        .extracting(TraceNote::text)
        .containsExactly("stopped by gate MaxForwards, answered 483: INVITE, Max-Forwards is 0");
    assertThat(lane.sent()).singleElement().asString().startsWith("SIP/2.0 483 Too Many Hops");
  }

  private int status(SipRequest request) {
    return stopped(request).verdict() instanceof GateVerdict.Answer answer ? answer.status() : 0;
  }

  /** The gate at which a request ends, and what it says. */
  private Gates.Stop stopped(SipRequest request) {
    Arrival arrival = Arrival.received(request, FROM_PHONE, T0);
    Gates.Stop stop = Gates.stop(List.of(gates.first()), arrival);
    if (stop == null) {
      arrival = arrival.read();
      stop = Gates.stop(List.of(gates.matching()), arrival);
    }
    if (stop == null) {
      stop = Gates.stop(gates.admission(), arrival);
    }
    if (stop == null) {
      arrival = entered(arrival);
      stop = Gates.stop(gates.routing(), arrival);
    }
    if (stop == null) {
      stop = Gates.stop(List.of(gates.authenticated()), arrival);
    }
    return Objects.requireNonNull(stop, "no gate stops it");
  }

  private Arrival entered(Arrival arrival) {
    return arrival.in(lane.transactions().open(arrival.request(), arrival.key(), arrival.reply()));
  }

  private SipRequest begun(SipRequest request) {
    SipRequest noted = Forwarding.noteSource(request, FROM_PHONE);
    lane.transactions().open(noted, ServerKey.of(noted), FROM_PHONE);
    return request;
  }

  /** What this server sent on, as another sends it back. */
  private SipRequest cameRound(SipRequest request) {
    SipRequest sent =
        forwarding.forward(
            request, new Target("sip:bob@10.0.0.7", FROM_PHONE, false), FROM_PHONE, null);
    return sent.editWithUri(BOB).done();
  }

  private static SipRequest otherWay(SipRequest request) {
    return request
        .edit()
        .set(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bKother")
        .done();
  }

  private static Edit<SipRequest> invite(String name) {
    return request(name, BOB);
  }

  private static Edit<SipRequest> request(String name, String uri) {
    return Messages.request(Method.INVITE, uri)
        .set(HeaderName.CALL_ID, "call-" + name)
        .set(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bK" + name);
  }

  private Gates gates() {
    Directory directory =
        Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(ALICE), List.of());
    AdmissionControl admission =
        new AdmissionControl(
            new AdmissionPorts(
                new Guard(GuardProperties.DEFAULT, event -> {}),
                () -> directory,
                () -> DialIndex.of(directory, new GermanNumbers()),
                new Location(),
                new TrunkStates(),
                new LongAdder(),
                1000),
            new Random(7));
    var responder = lane.responder();
    return Gates.of(
        new GateParts(
            admission,
            lane.transactions(),
            forwarding,
            responder,
            new ServerRequests(() -> directory, () -> "dialog", responder),
            () -> queued,
            new MessageCounts(),
            new LongAdder()),
        new AuthenticationPorts(
            new DigestAuthenticator(
                "belfry", false, new Nonces(SECRET, Duration.ofMinutes(5), new NonceUses(1 << 10))),
            () -> directory,
            (source, user, method, reason) -> {},
            new LongAdder()));
  }
}
