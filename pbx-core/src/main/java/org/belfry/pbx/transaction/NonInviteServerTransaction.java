package org.belfry.pbx.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.engine.IllegalTransition;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.TransactionEffect.Ended;
import org.belfry.pbx.transaction.TransactionEffect.Failed;
import org.belfry.pbx.transaction.TransactionEffect.StartTimer;
import org.belfry.pbx.transaction.TransactionEffect.StopTimer;
import org.belfry.pbx.transaction.TransactionEffect.TimedOut;
import org.belfry.pbx.transaction.TransactionEffect.Transmit;
import org.belfry.pbx.transaction.TransactionEvent.RequestReceived;
import org.belfry.pbx.transaction.TransactionEvent.ResponseGiven;
import org.belfry.pbx.transaction.TransactionEvent.SendFailed;
import org.belfry.pbx.transaction.TransactionEvent.TimerFired;

/**
 * The non-INVITE server transaction (RFC 3261 §17.2.2, Figure 8).
 *
 * <p>One that is not answered ends after 64*T1, and nothing is sent: its client has stopped waiting
 * (RFC 4320 §4.2).
 */
public final class NonInviteServerTransaction implements ServerTransaction {
  private static final ServerState FIRST = new ServerState.Trying();
  private static final ServerState TERMINATED = new ServerState.Terminated();
  private static final StopTimer STOP_WAITING = new StopTimer(TransactionTimer.UNANSWERED);

  private final TimerValues timers;
  private final boolean reliable;
  private final List<TransactionEffect> begins;

  public NonInviteServerTransaction(TimerValues timers, boolean reliable) {
    this.timers = timers;
    this.reliable = reliable;
    this.begins = List.of(new StartTimer(TransactionTimer.UNANSWERED, timers.t1x64()));
  }

  @Override
  public ServerState first() {
    return FIRST;
  }

  @Override
  public List<TransactionEffect> begins() {
    return begins;
  }

  @Override
  public Step<ServerState, TransactionEffect> on(
      ServerState state, TransactionEvent event, Instant now) {
    return switch (state) {
      case ServerState.Trying s -> trying(s, event);
      case ServerState.Proceeding s -> proceeding(s, event);
      case ServerState.Completed s -> completed(s, event);
      default -> throw new IllegalTransition(state, event);
    };
  }

  private Step<ServerState, TransactionEffect> trying(
      ServerState.Trying s, TransactionEvent event) {
    return switch (event) {
      // "Once in the Trying state, any further request retransmissions are discarded."
      case RequestReceived e -> Step.to(s);
      case ResponseGiven e -> respond(e.response());
      case TimerFired e when e.timer() == TransactionTimer.UNANSWERED -> unanswered();
      default -> throw new IllegalTransition(s, event);
    };
  }

  private Step<ServerState, TransactionEffect> proceeding(
      ServerState.Proceeding s, TransactionEvent event) {
    return switch (event) {
      case RequestReceived e ->
          s.lastProvisional() == null ? Step.to(s) : Step.to(s, new Transmit(s.lastProvisional()));
      case ResponseGiven e -> respond(e.response());
      case TimerFired e when e.timer() == TransactionTimer.UNANSWERED -> unanswered();
      case SendFailed e ->
          Step.to(TERMINATED, STOP_WAITING, new Failed(e.why()), Ended.ENDED); // §17.2.4
      default -> throw new IllegalTransition(s, event);
    };
  }

  private static Step<ServerState, TransactionEffect> unanswered() {
    return Step.to(TERMINATED, new TimedOut(), Ended.ENDED);
  }

  private Step<ServerState, TransactionEffect> respond(SipResponse response) {
    byte[] bytes = response.encoded();
    if (response.provisional()) {
      return Step.to(new ServerState.Proceeding(bytes), new Transmit(bytes));
    }
    if (reliable) {
      // Timer J is zero
      return Step.to(TERMINATED, STOP_WAITING, new Transmit(bytes), Ended.ENDED);
    }
    return Step.to(
        new ServerState.Completed(bytes, Duration.ZERO),
        STOP_WAITING,
        new Transmit(bytes),
        new StartTimer(TransactionTimer.J, timers.t1x64()));
  }

  private static Step<ServerState, TransactionEffect> completed(
      ServerState.Completed s, TransactionEvent event) {
    return switch (event) {
      // "While in the Completed state, the server transaction MUST pass the final response to the
      // transport layer
      // for retransmission whenever a retransmission of the request is received."
      case RequestReceived e -> Step.to(s, new Transmit(s.response()));
      // "Any other final responses passed by the TU … MUST be discarded."
      case ResponseGiven e -> Step.to(s);
      case TimerFired e when e.timer() == TransactionTimer.J -> Step.to(TERMINATED, Ended.ENDED);
      // The client will ask again and get it again, until Timer J.
      case SendFailed e -> Step.to(s, new Failed(e.why()));
      default -> throw new IllegalTransition(s, event);
    };
  }
}
