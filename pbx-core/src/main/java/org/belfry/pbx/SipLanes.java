package org.belfry.pbx;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.belfry.pbx.auth.NonceUses;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;
import org.jspecify.annotations.Nullable;

/**
 * All lanes of a server, and which one a message belongs to: a call stays in the lane of its
 * Call-ID, a REGISTER goes to the lane that owns its AOR. The real server and the simulated one
 * both run on this.
 */
final class SipLanes {
  private static final int NONCES_IN_USE = 100_000;

  private final List<SipLane> works = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final SipShared shared;

  /**
   * @param drivers the thread of lane i
   * @param randoms one for each lane
   */
  SipLanes(
      SipShared shared,
      InstantSource clock,
      IntFunction<Lane.Driver> drivers,
      Supplier<RandomGenerator> randoms) {
    this.shared = shared;
    SipServerProperties p = shared.properties();
    NonceUses nonceUses = new NonceUses(p.nonceValidity(), NONCES_IN_USE * p.lanes());
    for (int i = 0; i < p.lanes(); i++) {
      int index = i;
      SipLane work =
          new SipLane(
              shared,
              randoms.get(),
              nonceUses,
              callId -> index(callId.hashCode(), p.lanes()) == index);
      Lane lane = new Lane("sip-" + i, p.laneCapacity(), clock, drivers.apply(i), work);
      work.runOn(lane);
      works.add(work);
      lanes.add(lane);
    }
  }

  /** A message came in; on any thread. */
  void received(SipMessage message, Hop from) {
    Lane lane = laneOf(message);
    if (lane != null && !lane.accept(new LaneEvent.Received(message, from))) {
      shared.counters().overload().increment();
    }
  }

  void sendFailed(SipMessage message, Hop to, String why) {
    Lane lane = laneOf(message);
    if (lane != null) {
      // Never on the caller's stack: the lane may be in the middle of the step that sent it.
      lane.offer(new LaneEvent.SendFailed(message, to, why));
    }
  }

  /** A connection is closed; on any thread. */
  void connectionClosed(Hop hop) {
    for (Aor aor : shared.location().onConnection(hop.connection())) {
      laneOf(aor).offer(new LaneEvent.FlowClosed(aor, hop.connection()));
    }
  }

  void bindingsRestored(Aor aor) {
    laneOf(aor).offer(new LaneEvent.BindingsRestored(aor));
  }

  /**
   * @param contact null for all bindings of the AOR
   */
  void removeBinding(Aor aor, @Nullable String contact) {
    laneOf(aor).offer(new LaneEvent.BindingRemoved(aor, contact));
  }

  void endCall(String callId, CallRecord.Cause cause, String why) {
    at(callId.hashCode()).offer(new LaneEvent.CallToEnd(callId, cause, why));
  }

  void note(String callId, String what) {
    at(callId.hashCode()).offer(new LaneEvent.CallNoted(callId, what));
  }

  List<LiveCall> liveCalls() {
    List<LiveCall> all = new ArrayList<>();
    works.forEach(work -> all.addAll(work.calls().live()));
    return all;
  }

  /** What was said in a call, oldest message first; empty when it is not known (any more). */
  List<TracedMessage> trace(String callId) {
    for (SipLane work : works) {
      CallTrace trace = work.traces().of(callId);
      if (trace != null) {
        return trace.messages();
      }
    }
    return List.of();
  }

  /** What was noted in a call besides its messages. */
  List<TraceNote> notes(String callId) {
    for (SipLane work : works) {
      CallTrace trace = work.traces().of(callId);
      if (trace != null) {
        return trace.notes();
      }
    }
    return List.of();
  }

  List<SipLane> works() {
    return works;
  }

  List<Lane> lanes() {
    return lanes;
  }

  private @Nullable Lane laneOf(SipMessage message) {
    if (lanes.size() == 1) {
      return lanes.getFirst();
    }
    String callId = message.header(HeaderName.CALL_ID);
    if (callId == null) {
      return lanes.getFirst(); // it will be refused there
    }
    if (message instanceof SipRequest request && request.method().equals(Method.REGISTER)) {
      Aor aor = registered(request);
      return aor == null ? lanes.getFirst() : laneOf(aor);
    }
    return at(callId.hashCode());
  }

  private @Nullable Aor registered(SipRequest register) {
    try {
      String user = Grammar.nameAddr(register.mandatory(HeaderName.TO)).uri().user();
      return user == null ? null : new Aor(user, shared.directory().get().domain());
    } catch (MalformedHeader e) {
      return null; // the first lane will refuse it
    }
  }

  private Lane laneOf(Aor aor) {
    return at(aor.hashCode());
  }

  private Lane at(int hash) {
    return lanes.get(index(hash, lanes.size()));
  }

  private static int index(int hash, int lanes) {
    return Math.floorMod(hash ^ (hash >>> 16), lanes);
  }
}
