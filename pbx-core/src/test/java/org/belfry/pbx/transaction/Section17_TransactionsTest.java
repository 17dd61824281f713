package org.belfry.pbx.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.belfry.pbx.Messages.T0;
import static org.belfry.pbx.Messages.ack;
import static org.belfry.pbx.Messages.invite;
import static org.belfry.pbx.Messages.options;
import static org.belfry.pbx.Messages.response;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.IllegalTransition;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.TransactionEvent.RequestReceived;
import org.belfry.pbx.transaction.TransactionEvent.ResponseGiven;
import org.belfry.pbx.transaction.TransactionEvent.ResponseReceived;
import org.belfry.pbx.transaction.TransactionEvent.SendFailed;
import org.belfry.pbx.transaction.TransactionEvent.TimerFired;
import org.junit.jupiter.api.Test;

/**
 * The four machines, step by step. A {@link Bench} plays the table: it keeps the timers and notes
 * the effects.
 */
@Rfc("3261")
class Section17_TransactionsTest {

  // ---- INVITE client, §17.1.1

  @Test
  @Rfc("17.1.1.2")
  void anUnansweredInviteIsSentAgainAtDoublingIntervalsUntilTimerB() {
    Bench bench = Bench.client(new InviteClientTransaction(TimerValues.RFC3261, false), invite());
    List<Duration> intervals = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      intervals.add(bench.timers.get(TransactionTimer.A));
      if (i < 6) {
        bench.fire(TransactionTimer.A);
      }
    }
    assertThat(intervals.stream().map(Duration::toMillis).toList())
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 32000L);
    assertThat(bench.sent).hasSize(7);
    assertThat(bench.timers.get(TransactionTimer.B)).isEqualTo(Duration.ofSeconds(32));
    bench.fire(TransactionTimer.B);
    assertThat(bench.notes).containsExactly("TimedOut", "Ended");
    bench.endedClean();
  }

  @Test
  @Rfc("17.1.1.2")
  void aProvisionalStopsTheRetransmissionsAndTimerB() {
    Bench bench = Bench.client(new InviteClientTransaction(TimerValues.RFC3261, false), invite());
    bench.client(new ResponseReceived(response(invite(), 180)));
    assertThat(bench.timers).isEmpty();
    assertThat(bench.notes).containsExactly("Deliver 180");
  }

  @Test
  @Rfc("17.1.1.3")
  void aNonTwoHundredIsAcknowledgedWithTheSameBranchAndEachRetransmissionAgain() {
    Bench bench = Bench.client(new InviteClientTransaction(TimerValues.RFC3261, false), invite());
    bench.client(new ResponseReceived(response(invite(), 486)));
    String ack = bench.sent.getLast();
    assertThat(ack)
        .startsWith("ACK sip:1002@pbx.example SIP/2.0\r\n")
        .contains("branch=z9hG4bKa1")
        .contains("CSeq: 1 ACK")
        .contains("To: <sip:1002@pbx.example>;tag=t1");
    bench.client(new ResponseReceived(response(invite(), 486)));
    assertThat(bench.sent.getLast()).isEqualTo(ack);
    assertThat(bench.notes).containsExactly("Deliver 486");
    assertThat(bench.timers).containsOnlyKeys(TransactionTimer.D);
    bench.fire(TransactionTimer.D);
    bench.endedClean();
  }

  @Test
  @Rfc(value = "6026 7.2", other = true)
  void everyTwoHundredIsDeliveredUntilTimerM() {
    Bench bench = Bench.client(new InviteClientTransaction(TimerValues.RFC3261, false), invite());
    bench.client(new ResponseReceived(response(invite(), 200)));
    bench.client(new ResponseReceived(response(invite(), 200)));
    bench.client(new ResponseReceived(response(invite(), 180)));
    assertThat(bench.notes).containsExactly("Deliver 200", "Deliver 200");
    assertThat(bench.timers).containsOnlyKeys(TransactionTimer.M);
    bench.fire(TransactionTimer.M);
    bench.endedClean();
  }

  @Test
  @Rfc("17.1.4")
  void anInviteThatCannotBeSentFailsAtOnce() {
    Bench bench = Bench.client(new InviteClientTransaction(TimerValues.RFC3261, false), invite());
    bench.client(new SendFailed("no route"));
    assertThat(bench.notes).containsExactly("Failed no route", "Ended");
    bench.endedClean();
  }

  @Test
  @Rfc("17.1.1.2")
  void overAReliableTransportNothingIsRepeatedAndNothingLingers() {
    Bench bench = Bench.client(new InviteClientTransaction(TimerValues.RFC3261, true), invite());
    assertThat(bench.timers).containsOnlyKeys(TransactionTimer.B);
    bench.client(new ResponseReceived(response(invite(), 404)));
    assertThat(bench.notes).containsExactly("Deliver 404", "Ended");
    bench.endedClean();
  }

  // ---- non-INVITE client, §17.1.2

  @Test
  @Rfc("17.1.2.2")
  void anUnansweredRequestIsSentAgainUpToEveryFourSecondsUntilTimerF() {
    Bench bench =
        Bench.client(new NonInviteClientTransaction(TimerValues.RFC3261, false), options());
    List<Long> intervals = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      intervals.add(bench.timers.get(TransactionTimer.E).toMillis());
      bench.fire(TransactionTimer.E);
    }
    assertThat(intervals).containsExactly(500L, 1000L, 2000L, 4000L, 4000L, 4000L);
    bench.fire(TransactionTimer.F);
    assertThat(bench.notes).containsExactly("TimedOut", "Ended");
    bench.endedClean();
  }

  @Test
  @Rfc("17.1.2.2")
  void oneFinalResponseIsDeliveredAndItsRepetitionsAreAbsorbed() {
    Bench bench =
        Bench.client(new NonInviteClientTransaction(TimerValues.RFC3261, false), options());
    bench.client(new ResponseReceived(response(options(), 100)));
    bench.client(new ResponseReceived(response(options(), 200)));
    bench.client(new ResponseReceived(response(options(), 200)));
    assertThat(bench.notes).containsExactly("Deliver 100", "Deliver 200");
    assertThat(bench.timers).containsOnlyKeys(TransactionTimer.K);
    bench.fire(TransactionTimer.K);
    bench.endedClean();
  }

  // ---- INVITE server, §17.2.1

  @Test
  @Rfc("17.2.1")
  void aRepeatedInviteGetsTheLatestProvisionalAgain() {
    Bench bench = Bench.server(new InviteServerTransaction(TimerValues.RFC3261, false));
    bench.server(new RequestReceived(invite()));
    assertThat(bench.sent).isEmpty();
    bench.server(new ResponseGiven(response(invite(), 100)));
    bench.server(new ResponseGiven(response(invite(), 180)));
    bench.server(new RequestReceived(invite()));
    assertThat(bench.sent.getLast()).startsWith("SIP/2.0 180");
    assertThat(bench.sent).hasSize(3);
  }

  @Test
  @Rfc("17.2.1")
  void aRefusalIsRepeatedByTimerGUntilTheAckComes() {
    Bench bench = Bench.server(new InviteServerTransaction(TimerValues.RFC3261, false));
    bench.server(new ResponseGiven(response(invite(), 486)));
    List<Long> intervals = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      intervals.add(bench.timers.get(TransactionTimer.G).toMillis());
      bench.fire(TransactionTimer.G);
    }
    assertThat(intervals).containsExactly(500L, 1000L, 2000L, 4000L, 4000L);
    bench.server(new RequestReceived(ack()));
    assertThat(bench.timers).containsOnlyKeys(TransactionTimer.I);
    bench.server(new RequestReceived(ack()));
    bench.fire(TransactionTimer.I);
    bench.endedClean();
  }

  @Test
  @Rfc("8.2.7")
  void aRefusalToAnUnprovenSourceLeavesNoStateWhenNothingWasSaidBefore() {
    Bench bench = Bench.server(InviteServerTransaction.ofUnprovenSource(TimerValues.RFC3261));
    bench.server(new ResponseGiven(response(invite(), 486)));
    assertThat(bench.sent).hasSize(1);
    assertThat(bench.notes).containsExactly("Ended");
    bench.endedClean();
  }

  @Test
  @Rfc("17.2.1")
  void aRefusalToAnUnprovenSourceThatHasHeardAProvisionalIsSentThrice() {
    Bench bench = Bench.server(InviteServerTransaction.ofUnprovenSource(TimerValues.RFC3261));
    bench.server(new ResponseGiven(response(invite(), 100)));
    bench.server(new ResponseGiven(response(invite(), 486)));
    bench.fire(TransactionTimer.G);
    bench.fire(TransactionTimer.G);
    assertThat(bench.sent).hasSize(4);
    assertThat(bench.timers).containsOnlyKeys(TransactionTimer.H);
    bench.server(new RequestReceived(ack()));
    bench.fire(TransactionTimer.I);
    bench.endedClean();
  }

  @Test
  @Rfc("17.2.1")
  void aLostAckEndsItByTimerH() {
    Bench bench = Bench.server(new InviteServerTransaction(TimerValues.RFC3261, false));
    bench.server(new ResponseGiven(response(invite(), 486)));
    bench.fire(TransactionTimer.H);
    assertThat(bench.notes).containsExactly("TimedOut", "Ended");
    bench.endedClean();
  }

  @Test
  @Rfc(value = "6026 7.1", other = true)
  void afterATwoHundredRepeatedInvitesAreAbsorbedAndFurtherTwoHundredsPass() {
    Bench bench = Bench.server(new InviteServerTransaction(TimerValues.RFC3261, false));
    bench.server(new ResponseGiven(response(invite(), 200)));
    bench.server(new RequestReceived(invite()));
    assertThat(bench.sent).hasSize(1);
    bench.server(new ResponseGiven(response(invite(), 200)));
    bench.server(new ResponseGiven(response(invite(), 486)));
    assertThat(bench.sent).hasSize(2);
    bench.fire(TransactionTimer.L);
    bench.endedClean();
  }

  // ---- non-INVITE server, §17.2.2

  @Test
  @Rfc("17.2.2")
  void aRepeatedRequestGetsTheSameAnswerUntilTimerJ() {
    Bench bench = Bench.server(new NonInviteServerTransaction(TimerValues.RFC3261, false));
    bench.server(new RequestReceived(options()));
    assertThat(bench.sent).isEmpty();
    bench.server(new ResponseGiven(response(options(), 200)));
    bench.server(new RequestReceived(options()));
    bench.server(new ResponseGiven(response(options(), 500)));
    assertThat(bench.sent).hasSize(2).allMatch(m -> m.startsWith("SIP/2.0 200"));
    bench.fire(TransactionTimer.J);
    bench.endedClean();
  }

  @Test
  @Rfc(value = "4320 4.2", other = true)
  void whatIsNeverAnsweredEndsWhenNobodyWaitsForItAnyMore() {
    for (boolean reliable : new boolean[] {false, true}) {
      Bench bench = Bench.server(new NonInviteServerTransaction(TimerValues.RFC3261, reliable));
      assertThat(bench.timers)
          .containsExactly(Map.entry(TransactionTimer.UNANSWERED, Duration.ofSeconds(32)));
      bench.fire(TransactionTimer.UNANSWERED);
      assertThat(bench.sent).isEmpty();
      assertThat(bench.notes).containsExactly("TimedOut", "Ended");
      bench.endedClean();
    }
  }

  @Test
  @Rfc(value = "4320 4.2", other = true)
  void aProvisionalPutsOffNoEnd() {
    Bench bench = Bench.server(new NonInviteServerTransaction(TimerValues.RFC3261, false));
    bench.server(new ResponseGiven(response(options(), 100)));
    bench.fire(TransactionTimer.UNANSWERED);
    assertThat(bench.sent).hasSize(1);
    bench.endedClean();
  }

  // ---- all of them

  @Test
  void whatCannotHappenIsLoud() {
    Bench bench = Bench.server(new InviteServerTransaction(TimerValues.RFC3261, false));
    assertThatThrownBy(() -> bench.server(new TimerFired(TransactionTimer.A)))
        .isInstanceOf(IllegalTransition.class);
  }

  @Test
  @Rfc("17.2.3")
  void requestsAreMatchedByBranchSentByAndMethod() {
    ServerKey key = ServerKey.of(invite());
    assertThat(ServerKey.of(ack())).isEqualTo(key);
    assertThat(ServerKey.ofResponse(response(invite(), 486))).isEqualTo(key);
    assertThat(ServerKey.of(options())).isNotEqualTo(key);
    SipRequest elsewhere =
        invite()
            .edit()
            .replaceTop(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.6:5060;branch=z9hG4bKa1")
            .done();
    assertThat(ServerKey.of(elsewhere)).isNotEqualTo(key);
  }

  @Test
  @Rfc("17.2.3")
  void clientsOfRfc2543AreMatchedByWhatTheyHave() {
    SipRequest old = invite().edit().replaceTop(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.5:5060").done();
    SipRequest oldAck = ack().edit().replaceTop(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.5:5060").done();
    assertThat(ServerKey.of(oldAck)).isEqualTo(ServerKey.of(old));
    SipRequest other = old.edit().set(HeaderName.CALL_ID, "c2").done();
    assertThat(ServerKey.of(other)).isNotEqualTo(ServerKey.of(old));
  }

  /** Carries out effects by noting them. */
  private static final class Bench {
    private final Map<TransactionTimer, Duration> timers = new EnumMap<>(TransactionTimer.class);
    private final List<String> sent = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private ServerTransaction serverMachine;
    private ServerState serverState;
    private ClientTransaction clientMachine;
    private ClientState clientState;

    static Bench server(ServerTransaction machine) {
      Bench bench = new Bench();
      bench.serverMachine = machine;
      bench.serverState = machine.first();
      machine.begins().forEach(bench::carryOut);
      return bench;
    }

    static Bench client(ClientTransaction machine, SipRequest request) {
      Bench bench = new Bench();
      bench.clientMachine = machine;
      Step<ClientState, TransactionEffect> step = machine.start(request);
      bench.clientState = step.state();
      step.effects().forEach(bench::carryOut);
      return bench;
    }

    void server(TransactionEvent event) {
      Step<ServerState, TransactionEffect> step = serverMachine.on(serverState, event, T0);
      serverState = step.state();
      step.effects().forEach(this::carryOut);
    }

    void client(TransactionEvent event) {
      Step<ClientState, TransactionEffect> step = clientMachine.on(clientState, event, T0);
      clientState = step.state();
      step.effects().forEach(this::carryOut);
    }

    void fire(TransactionTimer timer) {
      assertThat(timers.remove(timer)).as("timer %s runs", timer).isNotNull();
      if (serverMachine != null) {
        server(new TimerFired(timer));
      } else {
        client(new TimerFired(timer));
      }
    }

    void endedClean() {
      assertThat(notes).containsOnlyOnce("Ended").last().isEqualTo("Ended");
      assertThat(timers).isEmpty();
    }

    private void carryOut(TransactionEffect effect) {
      switch (effect) {
        case TransactionEffect.Transmit e ->
            sent.add(new String(e.message(), StandardCharsets.UTF_8));
        case TransactionEffect.StartTimer e -> timers.put(e.timer(), e.delay());
        case TransactionEffect.StopTimer e -> timers.remove(e.timer());
        case TransactionEffect.Deliver e -> notes.add("Deliver " + status(e.response()));
        case TransactionEffect.TimedOut e -> notes.add("TimedOut");
        case TransactionEffect.Failed e -> notes.add("Failed " + e.why());
        case TransactionEffect.Ended e -> notes.add("Ended");
      }
    }

    private static int status(SipResponse response) {
      return response.status();
    }
  }
}
