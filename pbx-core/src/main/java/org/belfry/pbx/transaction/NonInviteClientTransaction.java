package org.belfry.pbx.transaction;

import java.time.Duration;
import java.time.Instant;
import org.belfry.pbx.engine.IllegalTransition;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.TransactionEffect.Deliver;
import org.belfry.pbx.transaction.TransactionEffect.Ended;
import org.belfry.pbx.transaction.TransactionEffect.Failed;
import org.belfry.pbx.transaction.TransactionEffect.StartTimer;
import org.belfry.pbx.transaction.TransactionEffect.StopTimer;
import org.belfry.pbx.transaction.TransactionEffect.TimedOut;
import org.belfry.pbx.transaction.TransactionEffect.Transmit;
import org.belfry.pbx.transaction.TransactionEvent.ResponseReceived;
import org.belfry.pbx.transaction.TransactionEvent.SendFailed;
import org.belfry.pbx.transaction.TransactionEvent.TimerFired;

/** The non-INVITE client transaction (RFC 3261 §17.1.2, Figure 6). */
public final class NonInviteClientTransaction implements ClientTransaction {
  private static final ClientState COMPLETED = new ClientState.Completed();
  private static final ClientState TERMINATED = new ClientState.Terminated();

  private final TimerValues timers;
  private final boolean reliable;

  public NonInviteClientTransaction(TimerValues timers, boolean reliable) {
    this.timers = timers;
    this.reliable = reliable;
  }

  @Override
  public Step<ClientState, TransactionEffect> start(SipRequest request) {
    byte[] bytes = request.encoded();
    ClientState trying = new ClientState.Trying(bytes, doubled(timers.t1()));
    Transmit transmit = new Transmit(bytes);
    StartTimer timerF = new StartTimer(TransactionTimer.F, timers.t1x64());
    return reliable
        ? Step.to(trying, transmit, timerF)
        : Step.to(trying, transmit, new StartTimer(TransactionTimer.E, timers.t1()), timerF);
  }

  @Override
  public Step<ClientState, TransactionEffect> on(
      ClientState state, TransactionEvent event, Instant now) {
    return switch (state) {
      case ClientState.Trying s -> trying(s, event);
      case ClientState.Proceeding s -> proceeding(s, event);
      case ClientState.Completed s -> completed(s, event);
      default -> throw new IllegalTransition(state, event);
    };
  }

  private Step<ClientState, TransactionEffect> trying(
      ClientState.Trying s, TransactionEvent event) {
    return switch (event) {
      // "If timer E fires … the timer is reset, but this time with a value of MIN(2*T1, T2)",
      // doubling up to T2.
      case TimerFired e when e.timer() == TransactionTimer.E ->
          Step.to(
              new ClientState.Trying(s.request(), doubled(s.nextInterval())),
              new Transmit(s.request()),
              new StartTimer(TransactionTimer.E, s.nextInterval()));
      case TimerFired e when e.timer() == TransactionTimer.F -> timedOut();
      // The running Timer E fires once more at its interval; from then on it is T2 (§17.1.2.2).
      case ResponseReceived e when e.response().provisional() ->
          Step.to(new ClientState.Proceeding(s.request()), new Deliver(e.response()));
      case ResponseReceived e -> last(e.response());
      case SendFailed e -> failed(e);
      default -> throw new IllegalTransition(s, event);
    };
  }

  private Step<ClientState, TransactionEffect> proceeding(
      ClientState.Proceeding s, TransactionEvent event) {
    return switch (event) {
      // "If Timer E fires while in the Proceeding state, the request MUST be passed to the
      // transport layer for
      // retransmission, and Timer E MUST be reset with a value of T2 seconds."
      case TimerFired e when e.timer() == TransactionTimer.E ->
          Step.to(s, new Transmit(s.request()), new StartTimer(TransactionTimer.E, timers.t2()));
      case TimerFired e when e.timer() == TransactionTimer.F -> timedOut();
      case ResponseReceived e when e.response().provisional() ->
          Step.to(s, new Deliver(e.response()));
      case ResponseReceived e -> last(e.response());
      case SendFailed e -> failed(e);
      default -> throw new IllegalTransition(s, event);
    };
  }

  private static Step<ClientState, TransactionEffect> timedOut() {
    return Step.to(TERMINATED, new StopTimer(TransactionTimer.E), new TimedOut(), Ended.ENDED);
  }

  private static Step<ClientState, TransactionEffect> failed(SendFailed e) {
    return Step.to(
        TERMINATED,
        new StopTimer(TransactionTimer.E),
        new StopTimer(TransactionTimer.F),
        new Failed(e.why()),
        Ended.ENDED);
  }

  private Step<ClientState, TransactionEffect> last(SipResponse response) {
    StopTimer stopE = new StopTimer(TransactionTimer.E);
    StopTimer stopF = new StopTimer(TransactionTimer.F);
    if (reliable) {
      return Step.to(
          TERMINATED, stopE, stopF, new Deliver(response), Ended.ENDED); // Timer K is zero
    }
    return Step.to(
        COMPLETED,
        stopE,
        stopF,
        new StartTimer(TransactionTimer.K, timers.t4()),
        new Deliver(response));
  }

  private static Step<ClientState, TransactionEffect> completed(
      ClientState.Completed s, TransactionEvent event) {
    return switch (event) {
      // "The Completed state exists to buffer any additional response retransmissions that may be
      // received."
      case ResponseReceived e -> Step.to(s);
      case TimerFired e when e.timer() == TransactionTimer.K -> Step.to(TERMINATED, Ended.ENDED);
      case SendFailed e -> Step.to(s);
      default -> throw new IllegalTransition(s, event);
    };
  }

  private Duration doubled(Duration interval) {
    Duration twice = interval.plus(interval);
    return twice.compareTo(timers.t2()) > 0 ? timers.t2() : twice;
  }
}
