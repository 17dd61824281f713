package org.belfry.pbx.lane;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.belfry.pbx.agent.AgentEvent;
import org.belfry.pbx.app.CallLanes;
import org.belfry.pbx.app.trunk.TrunkLetter;
import org.belfry.pbx.auth.NonceUses;
import org.belfry.pbx.auth.Nonces;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.ClickToCall;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.LaneRuntime;
import org.belfry.pbx.presence.NotifierResources;
import org.belfry.pbx.presence.PresenceLetter;
import org.belfry.pbx.presence.Subscriptions;
import org.belfry.pbx.proxy.ProxyLetter;
import org.belfry.pbx.proxy.ReplacingRights;
import org.belfry.pbx.registrar.RegistrarLetter;
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
 * Call-ID, a REGISTER goes to the lane that owns its AOR, and so does a SUBSCRIBE or PUBLISH to one
 * of ours. The real server and the simulated one both run on this.
 */
public final class SipLanes implements CallLanes {
  /** For the minute and more that a phone may take its time at 3000 registrations a second. */
  private static final int NONCES = 1 << 18;

  private static final int NONCE_SECRET_BYTES = 32;

  private final List<SipLane> works = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final SipShared shared;
  private final NotifierResources watchables;
  private final Supplier<String> callIds;

  /**
   * @param drivers the thread of lane i
   * @param randoms one for each lane
   */
  public SipLanes(
      SipShared shared,
      InstantSource clock,
      IntFunction<Lane.Driver> drivers,
      Supplier<RandomGenerator> randoms) {
    this.shared = shared;
    this.watchables = new NotifierResources(shared.directory(), shared.presence().names());
    shared.presence().dialogs().tell(this::resourceChanged);
    shared
        .planning()
        .live()
        .tell(group -> resourceChanged(new Aor(group, shared.directory().get().domain())));
    RandomGenerator random = randoms.get();
    this.callIds =
        () -> {
          synchronized (random) { // asked on any thread
            return HexFormat.of().toHexDigits(random.nextLong())
                + HexFormat.of().toHexDigits(random.nextLong());
          }
        };
    SipServerProperties p = shared.properties();
    NonceUses nonceUses = new NonceUses(NONCES);
    // Of this process alone: what was signed before a restart is stale, since its counts are lost.
    byte[] nonceSecret = new byte[NONCE_SECRET_BYTES];
    randoms.get().nextBytes(nonceSecret);
    ReplacingRights rights = new ReplacingRights(shared.presence().dialogs());
    for (int i = 0; i < p.lanes(); i++) {
      int index = i;
      LaneRuntime runtime =
          new LaneRuntime(
              "sip-" + i,
              p.laneCapacity(),
              clock,
              drivers.apply(i),
              post -> {
                LaneShare share =
                    new LaneShare(
                        index,
                        callId -> index(callId.hashCode(), p.lanes()) == index,
                        aor -> index(aor.hashCode(), p.lanes()) == index,
                        callId -> at(callId.hashCode()),
                        () -> lanes.get(index).fill(),
                        new Nonces(nonceSecret, p.nonceValidity(), nonceUses),
                        rights);
                SipLane work = new SipLane(shared, share, randoms.get(), post);
                works.add(work);
                return work;
              });
      lanes.add(runtime.lane());
    }
  }

  /** A message came in; on any thread. */
  public void received(SipMessage message, Hop from) {
    Lane lane = laneOf(message);
    if (lane != null && !lane.accept(new LaneEvent.Received(message, from))) {
      shared.counters().overload().increment();
    }
  }

  public void sendFailed(SipMessage message, Hop to, String why) {
    Lane notifier = notifier(message);
    // A REGISTER of ours is a trunk's, whose answers and failures go by its Call-ID.
    String callId = message.header(HeaderName.CALL_ID);
    Lane lane =
        notifier != null ? notifier : callId == null ? lanes.getFirst() : at(callId.hashCode());
    // Never on the caller's stack: the lane may be in the middle of the step that sent it.
    lane.offer(new LaneEvent.SendFailed(message, to, why));
  }

  /** The lane that owns the trunk asks its server at once. */
  public void tryTrunk(String trunk) {
    lanes.forEach(lane -> lane.offer(new TrunkLetter.Tried(trunk)));
  }

  /** Each lane looks which of the directory's trunks are its own. */
  public void trunksChanged() {
    lanes.forEach(lane -> lane.offer(new TrunkLetter.Changed()));
  }

  /**
   * Unregisters all trunks.
   *
   * @param done run once for each lane
   */
  public void stopTrunks(Runnable done) {
    lanes.forEach(lane -> lane.offer(new TrunkLetter.Stopped(done)));
  }

  /**
   * Asks each lane for a sign of life.
   *
   * @param beat run once by each lane that works; by none that is full, which is no sign of death
   *     while it gets on
   */
  public void pulse(Runnable beat) {
    lanes.forEach(lane -> lane.offer(new LaneEvent.PulseAsked(beat)));
  }

  /** A connection is closed; on any thread. */
  public void connectionClosed(Hop hop) {
    for (Aor aor : shared.location().onConnection(hop.connection())) {
      laneOf(aor).offer(new RegistrarLetter.FlowClosed(aor, hop.connection()));
    }
    if (shared.trunks().uses(hop)) {
      lanes.forEach(lane -> lane.offer(new TrunkLetter.FlowClosed(hop)));
    }
  }

  public void bindingsRestored(Aor aor) {
    laneOf(aor).offer(new RegistrarLetter.Restored(aor));
  }

  /**
   * @param contact null for all bindings of the AOR
   */
  public void removeBinding(Aor aor, @Nullable String contact) {
    laneOf(aor).offer(new RegistrarLetter.Removed(aor, contact));
  }

  /** What is watched under this AOR may be different now; on any thread. */
  public void resourceChanged(Aor aor) {
    if (!laneOf(aor).offer(new PresenceLetter.ResourceChanged(aor))) {
      shared.counters().overload().increment(); // told with the next change, or the next refresh
    }
  }

  /** Has a registered phone do something with itself; false when its lane is too busy. */
  public boolean tell(Aor aor, String contact, String event) {
    return laneOf(aor).offer(new PresenceLetter.PhoneToTell(aor, contact, event));
  }

  public void endCall(String callId, CallRecord.Cause cause, String why) {
    at(callId.hashCode()).offer(new ProxyLetter.CallToEnd(callId, cause, why));
  }

  public void note(String callId, String what) {
    at(callId.hashCode()).offer(new LaneEvent.CallNoted(callId, what));
  }

  /** Sends a text to the phones of a user; on any thread. */
  public void text(String extension, String text) {
    String callId = callIds.get();
    at(callId.hashCode()).offer(new LaneEvent.TextToSend(callId, extension, text));
  }

  /** Something for the calls of ours that this Call-ID belongs to. */
  public boolean agents(String callId, AgentEvent event) {
    return at(callId.hashCode()).offer(event);
  }

  public boolean holds(String callId) {
    return works.stream().anyMatch(work -> work.holds(callId));
  }

  @Override
  public boolean command(String callId, CallEvent.CallCommand command) {
    return agents(callId, new AgentEvent.CallCommanded(callId, command));
  }

  @Override
  public String newCallId() {
    return callIds.get();
  }

  @Override
  public void begin(String callId, String application, CallProgram program) {
    agents(callId, new AgentEvent.Begin(callId, application, program));
  }

  @Override
  public String domain() {
    return shared.directory().get().domain();
  }

  /** The user with this extension, or null. */
  @Nullable User user(String extension) {
    return shared.directory().get().user(extension);
  }

  /** Makes a call of our own. */
  public String call(ClickToCall.Request wanted) {
    String callId = newCallId();
    begin(callId, ClickToCall.NAME, ClickToCall.of(wanted, domain(), shared.properties().realm()));
    return callId;
  }

  public List<LiveCall> liveCalls() {
    List<LiveCall> all = new ArrayList<>();
    works.forEach(work -> all.addAll(work.calls().live()));
    return all;
  }

  /** The call of this Call-ID that goes on, or null. */
  public @Nullable LiveCall liveCall(String callId) {
    for (SipLane work : works) {
      LiveCall call = work.calls().live(callId);
      if (call != null) {
        return call;
      }
    }
    return null;
  }

  /** What was said in a call, oldest message first; empty when it is not known (any more). */
  public List<TracedMessage> trace(String callId) {
    for (SipLane work : works) {
      CallTrace trace = work.traces().of(callId);
      if (trace != null) {
        return trace.messages();
      }
    }
    return List.of();
  }

  /** What was noted in a call besides its messages. */
  public List<TraceNote> notes(String callId) {
    for (SipLane work : works) {
      CallTrace trace = work.traces().of(callId);
      if (trace != null) {
        return trace.notes();
      }
    }
    return List.of();
  }

  public List<SipLane> works() {
    return works;
  }

  public List<Lane> lanes() {
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
    if (message instanceof SipRequest request) {
      Aor aor = watchables.of(request);
      return aor == null ? at(callId.hashCode()) : laneOf(aor);
    }
    Lane notifier = notifier(message);
    return notifier == null ? at(callId.hashCode()) : notifier;
  }

  /** The lane that sent a NOTIFY or is answered to one; null when it was no lane. */
  private @Nullable Lane notifier(SipMessage message) {
    int index = Subscriptions.laneOfNotify(message);
    return index >= 0 && index < lanes.size() ? lanes.get(index) : null;
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
