package org.belfry.pbx.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegState;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** The legs of one lane and the calls that they belong to, each found by what messages say. */
final class LegTable {
  private final Predicate<String> mine;
  private final Map<String, List<LegEntry>> legs = new ConcurrentHashMap<>();
  private final Map<Long, LegEntry> byNumber = new HashMap<>();
  private final Map<Long, CallEntry> calls = new HashMap<>();
  private long numbers;

  /**
   * @param mine true for the Call-IDs of this lane
   */
  LegTable(Predicate<String> mine) {
    this.mine = mine;
  }

  /** True for the Call-ID of a leg. On any thread; a guess when it changes just now. */
  boolean holds(String callId) {
    return legs.containsKey(callId);
  }

  /** Legs and calls. */
  int size() {
    return byNumber.size() + calls.size();
  }

  boolean isEmpty() {
    return legs.isEmpty();
  }

  int legs() {
    return byNumber.size();
  }

  int asked() {
    return byNumber.values().stream().mapToInt(leg -> leg.asked.size()).sum();
  }

  /** Legs that calls know of; those that are over too, until the call has heard so. */
  int known() {
    return calls.values().stream().mapToInt(call -> call.legs.size()).sum();
  }

  /** The legs with this Call-ID. */
  List<LegEntry> of(String callId) {
    return legs.getOrDefault(callId, List.of());
  }

  @Nullable LegEntry leg(long number) {
    return byNumber.get(number);
  }

  @Nullable CallEntry call(long number) {
    return calls.get(number);
  }

  Collection<CallEntry> calls() {
    return calls.values();
  }

  /** A number that no leg or call has had. */
  long nextNumber() {
    return ++numbers;
  }

  void add(CallEntry call) {
    calls.put(call.ref.number(), call);
  }

  void remove(CallEntry call) {
    calls.remove(call.ref.number());
  }

  LegEntry hold(
      CallEntry call, int index, Side side, String callId, CallEffect.Way way, LegState state) {
    LegEntry leg =
        new LegEntry(
            new LegRef(callId, ++numbers), call.application, side, way, call.ref, index, state);
    legs.computeIfAbsent(callId, id -> new ArrayList<>(1)).add(leg);
    byNumber.put(leg.ref.number(), leg);
    call.legs.put(index, leg.ref);
    return leg;
  }

  @Nullable LegEntry legOf(SipRequest request) {
    String tag = request.toTag();
    if (tag == null) {
      return null;
    }
    String remote = request.fromTag();
    for (LegEntry leg : legs.getOrDefault(request.callId(), List.of())) {
      if (leg.state.owns(tag, remote == null ? "" : remote)) {
        return leg;
      }
    }
    return null;
  }

  @Nullable CallEntry callOf(LegEntry leg) {
    return mine.test(leg.call.home()) ? calls.get(leg.call.number()) : null;
  }

  void remove(LegEntry leg) {
    byNumber.remove(leg.ref.number());
    List<LegEntry> same = legs.get(leg.ref.callId());
    if (same != null) {
      same.remove(leg);
      if (same.isEmpty()) {
        legs.remove(leg.ref.callId());
      }
    }
  }
}
