package org.belfry.pbx.transaction;

import java.time.Duration;
import java.time.Instant;
import org.belfry.pbx.engine.IllegalTransition;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Method;
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
 * The INVITE server transaction (RFC 3261 §17.2.1, Figure 7, as amended by RFC 6026 §7.1).
 *
 * <p>A datagram's source may be forged, and Timer G would send it ten refusals for one request.
 * Until the source is proven, a request that has heard nothing yet is refused without a state
 * (§8.2.7): its client asks again when the refusal is lost.
 */
public final class InviteServerTransaction implements ServerTransaction {
  private static final ServerState FIRST = new ServerState.Proceeding(null);
  private static final ServerState CONFIRMED = new ServerState.Confirmed();
  private static final ServerState ACCEPTED = new ServerState.Accepted();
  private static final ServerState TERMINATED = new ServerState.Terminated();

  private final TimerValues timers;
  private final boolean reliable;
  private final boolean proven;

  /** Of a sender that is where it says. */
  public InviteServerTransaction(TimerValues timers, boolean reliable) {
    this(timers, reliable, true);
  }

  private InviteServerTransaction(TimerValues timers, boolean reliable, boolean proven) {
    this.timers = timers;
    this.reliable = reliable;
    this.proven = proven;
  }

  /** Of a datagram whose source may be forged. */
  public static InviteServerTransaction ofUnprovenSource(TimerValues timers) {
    return new InviteServerTransaction(timers, false, false);
  }

  @Override
  public ServerState first() {
    return FIRST;
  }

  @Override
  public Step<ServerState, TransactionEffect> on(
      ServerState state, TransactionEvent event, Instant now) {
    return switch (state) {
      case ServerState.Proceeding s -> proceeding(s, event);
      case ServerState.Completed s -> completed(s, event);
      case ServerState.Confirmed s -> confirmed(s, event);
      case ServerState.Accepted s -> accepted(s, event);
      default -> throw new IllegalTransition(state, event);
    };
  }

  private Step<ServerState, TransactionEffect> proceeding(
      ServerState.Proceeding s, TransactionEvent event) {
    return switch (event) {
      // "If a request retransmission is received while in the Proceeding state, the most recent
      // provisional
      // response … MUST be passed to the transport layer."
      case RequestReceived e when e.request().method().equals(Method.INVITE) ->
          s.lastProvisional() == null ? Step.to(s) : Step.to(s, new Transmit(s.lastProvisional()));
      // An ACK before any final response acknowledges nothing.
      case RequestReceived e -> Step.to(s);
      case ResponseGiven e -> respond(s, e.response());
      // RFC 6026 §7.1: a transport error in Proceeding ends nothing; the caller will ask again.
      case SendFailed e -> Step.to(s, new Failed(e.why()));
      default -> throw new IllegalTransition(s, event);
    };
  }

  private Step<ServerState, TransactionEffect> respond(
      ServerState.Proceeding s, SipResponse response) {
    byte[] bytes = response.encoded();
    if (response.provisional()) {
      return Step.to(new ServerState.Proceeding(bytes), new Transmit(bytes));
    }
    if (response.success()) {
      // RFC 6026 §7.1: stay for 64*T1, absorb INVITE retransmissions, pass on further 2xx.
      return Step.to(
          ACCEPTED, new Transmit(bytes), new StartTimer(TransactionTimer.L, timers.t1x64()));
    }
    if (!proven && s.lastProvisional() == null) {
      return Step.to(TERMINATED, new Transmit(bytes), Ended.ENDED);
    }
    if (reliable) {
      return Step.to(
          new ServerState.Completed(bytes, Duration.ZERO),
          new Transmit(bytes),
          new StartTimer(TransactionTimer.H, timers.t1x64()));
    }
    return Step.to(
        new ServerState.Completed(bytes, doubled(timers.t1())),
        new Transmit(bytes),
        new StartTimer(TransactionTimer.G, timers.t1()),
        new StartTimer(TransactionTimer.H, timers.t1x64()));
  }

  private Step<ServerState, TransactionEffect> completed(
      ServerState.Completed s, TransactionEvent event) {
    return switch (event) {
      case RequestReceived e when e.request().method().equals(Method.ACK) -> acknowledged();
      case RequestReceived e -> Step.to(s, new Transmit(s.response()));
      // DEVIATION RFC 3261 §17.2.1: a source that is not proven is sent a refusal three times, not
      // eleven times.
      case TimerFired e when e.timer() == TransactionTimer.G && !proven && isLastRepeat(s) ->
          Step.to(s, new Transmit(s.response()));
      // "If timer G fires, the response is passed to the transport layer once more for
      // retransmission."
      case TimerFired e when e.timer() == TransactionTimer.G ->
          Step.to(
              new ServerState.Completed(s.response(), doubled(s.nextInterval())),
              new Transmit(s.response()),
              new StartTimer(TransactionTimer.G, s.nextInterval()));
      // "If timer H fires … it implies that the ACK was never received."
      case TimerFired e when e.timer() == TransactionTimer.H ->
          Step.to(TERMINATED, new StopTimer(TransactionTimer.G), new TimedOut(), Ended.ENDED);
      // The one final response is out; a later one of a forked branch has no place to go.
      case ResponseGiven e -> Step.to(s);
      // Retransmission by Timer G tries again until H.
      case SendFailed e -> Step.to(s, new Failed(e.why()));
      default -> throw new IllegalTransition(s, event);
    };
  }

  private Step<ServerState, TransactionEffect> acknowledged() {
    if (reliable) {
      return Step.to(TERMINATED, new StopTimer(TransactionTimer.H), Ended.ENDED); // Timer I is zero
    }
    return Step.to(
        CONFIRMED,
        new StopTimer(TransactionTimer.G),
        new StopTimer(TransactionTimer.H),
        new StartTimer(TransactionTimer.I, timers.t4()));
  }

  private static Step<ServerState, TransactionEffect> confirmed(
      ServerState.Confirmed s, TransactionEvent event) {
    return switch (event) {
      // "The purpose of the Confirmed state is to absorb any additional ACK messages that arrive."
      case RequestReceived e -> Step.to(s);
      case TimerFired e when e.timer() == TransactionTimer.I -> Step.to(TERMINATED, Ended.ENDED);
      case ResponseGiven e -> Step.to(s);
      case SendFailed e -> Step.to(s);
      default -> throw new IllegalTransition(s, event);
    };
  }

  private static Step<ServerState, TransactionEffect> accepted(
      ServerState.Accepted s, TransactionEvent event) {
    return switch (event) {
      // RFC 6026 §7.1: retransmissions of the INVITE are absorbed; an ACK here belongs to the
      // user's dialog.
      case RequestReceived e -> Step.to(s);
      // "… any 2xx responses received from the TU MUST be passed to the transport layer."
      case ResponseGiven e when e.response().success() ->
          Step.to(s, new Transmit(e.response().encoded()));
      // A branch that lost the race may still fail; the caller has its 2xx.
      case ResponseGiven e -> Step.to(s);
      case TimerFired e when e.timer() == TransactionTimer.L -> Step.to(TERMINATED, Ended.ENDED);
      case SendFailed e -> Step.to(s, new Failed(e.why()));
      default -> throw new IllegalTransition(s, event);
    };
  }

  private boolean isLastRepeat(ServerState.Completed s) {
    return s.nextInterval().compareTo(doubled(timers.t1())) > 0;
  }

  private Duration doubled(Duration interval) {
    Duration twice = interval.plus(interval);
    return twice.compareTo(timers.t2()) > 0 ? timers.t2() : twice;
  }
}
