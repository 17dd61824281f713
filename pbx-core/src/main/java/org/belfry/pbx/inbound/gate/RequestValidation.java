package org.belfry.pbx.inbound.gate;

import java.util.List;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedNetwork;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests through the gates (RFC 3261 §16.3, Request Validation): carries out what a gate
 * says, and notes which gate stopped a request and why in the trace of the call and in the log.
 */
public final class RequestValidation {
  private static final Logger LOG = LoggerFactory.getLogger(RequestValidation.class);

  private final Gates gates;
  private final TransactionTable transactions;
  private final TracedNetwork network;

  public RequestValidation(Gates gates, TransactionTable transactions, TracedNetwork network) {
    this.gates = gates;
    this.transactions = transactions;
    this.network = network;
  }

  /** Whether a message as it was received may be read. */
  public boolean isWellFormed(Arrival arrival) {
    return passes(gates.first(), gates.first().on(arrival), arrival);
  }

  /** Refuses what is found to be malformed only when it is read. */
  public void malformed(Arrival arrival, String problem) {
    passes(gates.first(), gates.first().refused(arrival, problem), arrival);
  }

  /** Whether a request matches no transaction that is known; another goes to its transaction. */
  public boolean isNew(Arrival arrival) {
    return gates.matching().on(arrival) instanceof GateVerdict.Pass;
  }

  /** Whether an ACK or CANCEL of no dialog of ours goes no further; there is no answer to it. */
  public boolean isBanned(Arrival arrival) {
    return gates.banned().stops(arrival);
  }

  /** Whether a transaction is opened for a request. */
  public boolean isAdmitted(Arrival arrival) {
    return passes(gates.admission(), arrival);
  }

  /** Whether a request with a transaction may be routed. */
  public boolean mayBeRouted(Arrival arrival) {
    return passes(gates.routing(), arrival);
  }

  /** The user whose credentials a request carries, or null when it was answered here. */
  public @Nullable User authenticated(Arrival arrival) {
    GateVerdict verdict = gates.authenticated().on(arrival);
    if (verdict instanceof GateVerdict.Pass(User caller)) {
      return caller;
    }
    stopped(gates.authenticated(), verdict, arrival);
    return null;
  }

  private boolean passes(List<RequestGate> these, Arrival arrival) {
    Gates.Stop stop = Gates.stop(these, arrival);
    return stop == null || passes(stop.gate(), stop.verdict(), arrival);
  }

  private boolean passes(RequestGate gate, GateVerdict verdict, Arrival arrival) {
    if (verdict instanceof GateVerdict.Pass) {
      return true;
    }
    stopped(gate, verdict, arrival);
    return false;
  }

  private void stopped(RequestGate gate, GateVerdict verdict, Arrival arrival) {
    switch (verdict) {
      case GateVerdict.Pass pass -> {}
      case GateVerdict.Drop drop -> note(gate, "dropped", drop.why(), arrival);
      case GateVerdict.Answer answer -> {
        if (answer.status() != 401 && answer.status() != 407) { // a challenge explains itself
          note(gate, "answered " + answer.status(), answer.why(), arrival);
        }
        if (answer.to() == null) {
          transactions.respond(arrival.entry(), answer.response(), arrival.now());
          return;
        }
        if (arrival.hasEntry()) {
          transactions.forget(arrival.entry());
        }
        network.send(answer.response().encoded(), answer.to());
      }
    }
  }

  private void note(RequestGate gate, String did, String why, Arrival arrival) {
    CallTrace trace = network.current();
    if (trace != null) {
      trace.remark(
          arrival.now(),
          TraceNote.STOPPED
              + gate.name()
              + ", "
              + did
              + ": "
              + arrival.request().method()
              + ", "
              + why);
    }
    LOG.debug(
        "call={} {} from {} stopped by gate {}, {}: {}",
        arrival.request().header(HeaderName.CALL_ID),
        arrival.request().method(),
        arrival.from().shown(),
        gate.name(),
        did,
        why);
  }
}
