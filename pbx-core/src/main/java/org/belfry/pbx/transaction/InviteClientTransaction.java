package org.belfry.pbx.transaction;

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

/** The INVITE client transaction (RFC 3261 §17.1.1, Figure 5, as amended by RFC 6026 §7.2). */
public final class InviteClientTransaction implements ClientTransaction {
  private static final ClientState ACCEPTED = new ClientState.Accepted();
  private static final ClientState TERMINATED = new ClientState.Terminated();

  private final TimerValues timers;
  private final boolean reliable;

  public InviteClientTransaction(TimerValues timers, boolean reliable) {
    this.timers = timers;
    this.reliable = reliable;
  }

  @Override
  public Step<ClientState, TransactionEffect> start(SipRequest request) {
    ClientState calling = new ClientState.Calling(request, timers.t1().plus(timers.t1()));
    Transmit transmit = new Transmit(request.encoded());
    StartTimer timerB = new StartTimer(TransactionTimer.B, timers.t1x64());
    return reliable
        ? Step.to(calling, transmit, timerB)
        : Step.to(calling, transmit, new StartTimer(TransactionTimer.A, timers.t1()), timerB);
  }

  @Override
  public Step<ClientState, TransactionEffect> on(
      ClientState state, TransactionEvent event, Instant now) {
    return switch (state) {
      case ClientState.Calling s -> calling(s, event);
      case ClientState.InviteProceeding s -> proceeding(s, event);
      case ClientState.InviteCompleted s -> completed(s, event);
      case ClientState.Accepted s -> accepted(s, event);
      default -> throw new IllegalTransition(state, event);
    };
  }

  private Step<ClientState, TransactionEffect> calling(
      ClientState.Calling s, TransactionEvent event) {
    return switch (event) {
      // "When timer A fires, the client transaction MUST retransmit the request … and MUST reset
      // the timer with a
      // value of 2*T1", doubling each time.
      case TimerFired e when e.timer() == TransactionTimer.A ->
          Step.to(
              new ClientState.Calling(s.request(), s.nextInterval().plus(s.nextInterval())),
              new Transmit(s.request().encoded()),
              new StartTimer(TransactionTimer.A, s.nextInterval()));
      case TimerFired e when e.timer() == TransactionTimer.B ->
          Step.to(TERMINATED, new StopTimer(TransactionTimer.A), new TimedOut(), Ended.ENDED);
      case ResponseReceived e when e.response().provisional() ->
          Step.to(
              new ClientState.InviteProceeding(s.request()),
              new StopTimer(TransactionTimer.A),
              new StopTimer(TransactionTimer.B),
              new Deliver(e.response()));
      case ResponseReceived e -> last(s.request(), e.response());
      // §17.1.4.
      case SendFailed e ->
          Step.to(
              TERMINATED,
              new StopTimer(TransactionTimer.A),
              new StopTimer(TransactionTimer.B),
              new Failed(e.why()),
              Ended.ENDED);
      default -> throw new IllegalTransition(s, event);
    };
  }

  private Step<ClientState, TransactionEffect> proceeding(
      ClientState.InviteProceeding s, TransactionEvent event) {
    return switch (event) {
      case ResponseReceived e when e.response().provisional() ->
          Step.to(s, new Deliver(e.response()));
      case ResponseReceived e -> last(s.request(), e.response());
      // A late report of a retransmission that failed: the far end has answered since.
      case SendFailed e -> Step.to(s);
      default -> throw new IllegalTransition(s, event);
    };
  }

  private Step<ClientState, TransactionEffect> last(SipRequest request, SipResponse response) {
    StopTimer stopA = new StopTimer(TransactionTimer.A);
    StopTimer stopB = new StopTimer(TransactionTimer.B);
    if (response.success()) {
      // RFC 6026 §7.2: "MUST enter the Accepted state" for 64*T1; the ACK is the user's.
      return Step.to(
          ACCEPTED,
          stopA,
          stopB,
          new StartTimer(TransactionTimer.M, timers.t1x64()),
          new Deliver(response));
    }
    byte[] ack = Acknowledgement.of(request, response).encoded();
    if (reliable) {
      return Step.to(
          TERMINATED, stopA, stopB, new Transmit(ack), new Deliver(response), Ended.ENDED);
    }
    return Step.to(
        new ClientState.InviteCompleted(ack),
        stopA,
        stopB,
        new Transmit(ack),
        new StartTimer(TransactionTimer.D, timers.timerD()),
        new Deliver(response));
  }

  private static Step<ClientState, TransactionEffect> completed(
      ClientState.InviteCompleted s, TransactionEvent event) {
    return switch (event) {
      // "Any retransmissions of the final response that are received while in the Completed state
      // MUST cause the
      // ACK to be re-passed to the transport layer."
      case ResponseReceived e when e.response().isFinal() -> Step.to(s, new Transmit(s.ack()));
      case ResponseReceived e -> Step.to(s);
      case TimerFired e when e.timer() == TransactionTimer.D -> Step.to(TERMINATED, Ended.ENDED);
      case SendFailed e ->
          Step.to(TERMINATED, new StopTimer(TransactionTimer.D), new Failed(e.why()), Ended.ENDED);
      default -> throw new IllegalTransition(s, event);
    };
  }

  private static Step<ClientState, TransactionEffect> accepted(
      ClientState.Accepted s, TransactionEvent event) {
    return switch (event) {
      // RFC 6026 §7.2: each 2xx goes to the user, who acknowledges it or passes it on.
      case ResponseReceived e when e.response().success() -> Step.to(s, new Deliver(e.response()));
      case ResponseReceived e -> Step.to(s);
      case TimerFired e when e.timer() == TransactionTimer.M -> Step.to(TERMINATED, Ended.ENDED);
      case SendFailed e -> Step.to(s);
      default -> throw new IllegalTransition(s, event);
    };
  }
}
