package org.belfry.pbx.agent;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.belfry.pbx.anchor.AgreedMedia;
import org.belfry.pbx.anchor.Beyond;
import org.belfry.pbx.anchor.BeyondSource;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallLeg;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.CallRef;
import org.belfry.pbx.call.Content;
import org.belfry.pbx.call.Invitation;
import org.belfry.pbx.call.LegEffect;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.call.LegLimits;
import org.belfry.pbx.call.LegNews;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegState;
import org.belfry.pbx.call.LegTimer;
import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.call.Reasons;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.belfry.pbx.trace.TracedNetwork;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.ClientState;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user agents of one lane: runs the legs whose Call-IDs are the lane's and the calls that they
 * belong to, and is what our applications are reached by.
 *
 * <p>Between proxy and application messages go as values, without a wire form and without
 * transactions: nothing is lost on the way, so nothing need be repeated. They never go on the
 * caller's stack: each waits in the inbox until the lane is done with what it does.
 */
public final class UserAgents implements BeyondSource {
  private static final Logger LOG = LoggerFactory.getLogger(UserAgents.class);
  private static final int LEGS_MAX = 20_000;
  private static final String LIMIT = "limit";

  /** The numbers of legs that take another's place begin here: no program gets that far. */
  private static final int NEWCOMERS = 10_000_000;

  private final AgentPorts ports;
  private final CallTraces traces;
  private final TracedNetwork network;
  private final RandomGenerator random;
  private final Predicate<String> mine;
  private final Function<String, Lane> laneOf;
  private final CallLeg machine = new CallLeg();
  private final Application.Environment desk;
  private final LegTable table;
  private final LegTransport transport;
  private final CallSounds sounds;
  private final TransactionTable transactions;
  private final Post post;

  /**
   * @param mine true for the Call-IDs of this lane
   * @param laneOf the lane of a Call-ID
   */
  public UserAgents(
      AgentPorts ports,
      CallTraces traces,
      TracedNetwork network,
      Forwarding forwarding,
      RandomGenerator random,
      Predicate<String> mine,
      Function<String, Lane> laneOf,
      HopFinder finder,
      TransactionTable transactions,
      Post post) {
    this.transactions = transactions;
    this.post = post;
    this.ports = ports;
    this.traces = traces;
    this.network = network;
    this.random = random;
    this.mine = mine;
    this.laneOf = laneOf;
    this.desk = new LaneEnvironment(ports, network, random);
    this.table = new LegTable(mine);
    this.transport =
        new LegTransport(ports, traces, network, forwarding, finder, transactions, post);
    this.sounds = new CallSounds(ports.waiting());
  }

  /** True for the Call-ID of a leg of ours. On any thread; a guess when it changes just now. */
  public boolean holds(String callId) {
    return table.holds(callId);
  }

  /** Legs that are held, for statistics and for tests that look for leaks. */
  public int size() {
    return table.size();
  }

  /** Requests that legs have not done with, for tests that look for leaks. */
  public int asked() {
    return table.asked();
  }

  // ---- what comes from the proxy and from the network

  /** The way to the leg that a request of a dialog is for, or null when it is not one of ours. */
  public @Nullable Hop hop(SipRequest request) {
    LegEntry leg = table.isEmpty() ? null : table.legOf(request);
    return leg == null ? null : transport.inside(leg.application);
  }

  /** True for a URI that means an application of ours, whose legs alone are reached by it. */
  public boolean isOurs(SipUri uri) {
    String user = uri.user();
    return user != null
        && user.startsWith(PREFIX)
        && uri.isSip()
        && ports.directory().get().isLocal(uri.host());
  }

  /** The way to an application, or null when there is none of that name. */
  public @Nullable Hop application(String name) {
    return ports.applications().containsKey(name) ? transport.inside(name) : null;
  }

  @Override
  public @Nullable Hop called(Hop inside, SipUri uri) {
    Application application = ports.applications().get(inside.remote().getHostString());
    return application == null ? null : application.beyond(uri);
  }

  @Override
  public @Nullable Beyond leg(String callId, Side side) {
    for (LegEntry leg : table.of(callId)) {
      if (leg.side == side && leg.beyond != null) {
        return leg.beyond;
      }
    }
    return null;
  }

  /** Who is at the end of a call's leg that does not go through our proxy, or null. */
  private @Nullable Beyond beyond(CallEntry call) {
    Hop outside = null;
    AgreedMedia agreed = null;
    for (LegRef ref : call.legs.values()) {
      LegEntry leg = mine.test(ref.callId()) ? table.leg(ref.number()) : null;
      if (leg != null && leg.hop != null) {
        outside = leg.hop;
      } else if (leg != null && agreed == null) {
        agreed = ports.media().agreed(ref.callId(), leg.side);
      }
    }
    return outside == null ? null : new Beyond(outside, agreed);
  }

  /**
   * The proxy sends a request to an application; its answers come back like those of a phone.
   *
   * @param requester the proxy's branch
   */
  public void fromProxy(SipRequest request, Hop hop, Requester.Proxied requester) {
    String callId = request.callId();
    transport.trace(callId, Direction.SENT, hop, request.encoded());
    later(
        callId,
        now -> answering(request, requester, at -> request(request, requester, hop, at), now));
  }

  /**
   * Works on a request that waits for an answer. What cannot be read, or what our own fault breaks,
   * is answered here: nobody else would end its transaction. Then the lane counts it.
   */
  private void answering(
      SipRequest request, Requester requester, AgentEvent.LaneTask work, Instant now) {
    try {
      work.run(now);
    } catch (MalformedHeader e) {
      fails(request, requester, 400, e.phrase(), now);
      throw e;
    } catch (RuntimeException e) {
      fails(request, requester, 500, "Server Internal Error", now);
      throw e;
    }
  }

  /** A final answer, unless it has had one: that of a leg is given once. */
  private void fails(
      SipRequest request, Requester requester, int status, String reason, Instant now) {
    LegEntry leg = table.legOf(request);
    if (leg == null || leg.asked.remove(request.cseq()) != null) {
      transport.answer(requester, request.respond(status, reason, tag()).done(), now);
    }
  }

  /** Does something when the lane is done with what it does. */
  private void later(@Nullable String callId, AgentEvent.LaneTask task) {
    post.send(new AgentEvent.Due(callId, task));
  }

  /** An ACK on its way through the proxy. */
  public void ackFromProxy(SipRequest ack, Hop hop) {
    transport.trace(ack.callId(), Direction.SENT, hop, ack.encoded());
    later(ack.callId(), now -> ack(ack, now));
  }

  /**
   * A request of a dialog that did not go through our proxy.
   *
   * @return false when no leg of ours is meant, or not by its far end
   */
  public boolean fromOutside(SipRequest request, ServerEntry entry, Hop from) {
    if (!isOfFarEnd(request, from)) {
      return false;
    }
    Requester requester = new Requester.Direct(entry);
    later(
        request.callId(),
        now ->
            answering(request, requester, at -> request(request, requester, entry.hop(), at), now));
    return true;
  }

  /** An ACK that did not go through our proxy. */
  public void ackFromOutside(SipRequest ack, Hop from) {
    if (isOfFarEnd(ack, from)) {
      later(ack.callId(), now -> ack(ack, now));
    }
  }

  /**
   * True for a request of a leg's dialog that comes from where its far end is. A leg behind our
   * proxy has none: it is reached by the Route that we laid, and by nothing else.
   */
  private boolean isOfFarEnd(SipRequest request, Hop from) {
    LegEntry leg = table.isEmpty() ? null : table.legOf(request);
    Hop far = leg == null ? null : leg.hop;
    if (leg == null || far == null) {
      return false;
    }
    if (far.remote().getAddress().equals(from.remote().getAddress())) {
      return true;
    }
    Application application = ports.applications().get(leg.application);
    LegProfile profile = leg.state.profile();
    boolean elsewhere =
        application == null
            || profile == null
            || !application.isAt(profile.contact(), from, ports.directory().get());
    if (elsewhere) {
      LOG.info(
          "call={} {} from {} is none of the far end at {}",
          request.callId(),
          request.method(),
          from.shown(),
          far.shown());
    }
    return !elsewhere;
  }

  /** A call from outside that an application takes without our proxy: a trunk's. */
  public void call(String application, SipRequest invite, ServerEntry entry, Hop from) {
    Requester requester = new Requester.Direct(entry);
    later(
        invite.callId(),
        now ->
            answering(
                invite, requester, at -> invited(application, invite, requester, from, at), now));
  }

  /** The CANCEL of a call that came from outside; the CANCEL itself has been answered. */
  public void cancelledOutside(ServerEntry invite, SipRequest cancel) {
    later(
        cancel.callId(),
        now -> {
          for (LegEntry leg : table.of(cancel.callId())) {
            if (leg.asked.containsValue(new Requester.Direct(invite))) {
              step(leg, new LegEvent.Received(cancel), now);
              return;
            }
          }
        });
  }

  private void request(SipRequest request, Requester requester, Hop from, Instant now) {
    if (request.method().equals(Method.CANCEL)) {
      cancelled(request, now);
      return;
    }
    LegEntry leg = request.toTag() == null ? null : table.legOf(request);
    if (leg != null) {
      leg.asked.put(request.cseq(), requester);
      step(leg, new LegEvent.Received(request), now);
    } else if (request.toTag() != null) {
      transport.answer(
          requester, request.respond(481, "Call/Transaction Does Not Exist", null).done(), now);
    } else if (request.method().equals(Method.INVITE)) {
      invited(from.remote().getHostString(), request, requester, from, now);
    } else {
      transport.answer(
          requester,
          request.respond(405, "Method Not Allowed", tag()).add(HeaderName.ALLOW, "INVITE").done(),
          now);
    }
  }

  /** §9.2: the leg whose INVITE has the CANCEL's branch. */
  private void cancelled(SipRequest cancel, Instant now) {
    for (LegEntry leg : table.of(cancel.callId())) {
      for (Requester requester : leg.asked.values()) {
        if (requester instanceof Requester.Proxied by
            && by.viaBranch().equals(cancel.topVia().branch())) {
          step(leg, new LegEvent.Received(cancel), now);
          return;
        }
      }
    }
  }

  private void ack(SipRequest ack, Instant now) {
    LegEntry leg = table.legOf(ack);
    if (leg != null) {
      leg.asked.remove(new CSeq(ack.cseq().number(), Method.INVITE)); // its 2xx is not repeated
      step(leg, new LegEvent.Received(ack), now);
    }
  }

  private void invited(String name, SipRequest invite, Requester requester, Hop from, Instant now) {
    Application application = ports.applications().get(name);
    if (application == null) {
      transport.answer(requester, invite.respond(404, "No Such Application", tag()).done(), now);
      return;
    }
    if (table.legs() >= LEGS_MAX) {
      LOG.warn("call={} is refused: {} legs are held", invite.callId(), LEGS_MAX);
      transport.answer(requester, invite.respond(503, "Too Many Calls", tag()).done(), now);
      return;
    }
    // What cannot be read is found before anything is held for it.
    CallLeg.read(invite);
    String named = invite.header(HeaderName.REPLACES);
    Place place = named == null ? Place.NONE : Place.of(Replaces.of(named));
    Application.Reception reception =
        place.replaces() != null
            ? newcomer(name)
            : application.called(
                new Application.Incoming(
                    invite,
                    from,
                    ports.directory().get(),
                    signedIn(requester),
                    outside(requester),
                    desk),
                now);
    switch (reception) {
      case Application.Reception.Refused refused -> {
        if (refused.why() != null) {
          transport.remark(invite.callId(), refused.why(), now);
        }
        transport.answer(requester, refusal(invite, refused), now);
      }
      case Application.Reception.Taken taken ->
          take(name, taken, place, invite, requester, from, now);
      case Application.Reception.Joins joins ->
          take(name, newcomer(name), new Place(joins.callId(), null), invite, requester, from, now);
    }
  }

  /**
   * Where a new leg belongs.
   *
   * @param callId of a call that it is to join, or null for a call of its own
   * @param replaces the dialog whose place it takes there, or null
   */
  private record Place(@Nullable String callId, @Nullable Replaces replaces) {
    static final Place NONE = new Place(null, null);

    static Place of(Replaces replaces) {
      return new Place(replaces.callId(), replaces);
    }
  }

  /** Our user who has signed in with the request that a branch of our proxy brings, or null. */
  private static @Nullable Aor signedIn(Requester requester) {
    return requester instanceof Requester.Proxied by ? by.signedIn() : null;
  }

  /** The outside call that the plan has decided on for a branch, or null. */
  private static @Nullable OutsideCall outside(Requester requester) {
    return requester instanceof Requester.Proxied by ? by.outside() : null;
  }

  private SipResponse refusal(SipRequest invite, Application.Reception.Refused refused) {
    var no = invite.respond(refused.status(), refused.reason(), tag());
    if (refused.warning() != null) {
      no.add(
          HeaderName.WARNING,
          "399 " + ports.realm() + " \"" + Reasons.quotable(refused.warning()) + "\"");
    }
    return no.done();
  }

  /** Who comes to take a leg's place is welcomed, until that leg's call says what to do. */
  private Application.Reception.Taken newcomer(String name) {
    return new Application.Reception.Taken(
        new LegProfile(
            ports.realm(),
            desk.contact(name),
            LegProfile.EVERYTHING,
            false,
            null,
            LegLimits.DEFAULT),
        new PendingReplacement());
  }

  /** When our own fault breaks it, nothing stays: not the leg, the call, nor what was taken. */
  private void take(
      String name,
      Application.Reception.Taken taken,
      Place place,
      SipRequest invite,
      Requester requester,
      Hop from,
      Instant now) {
    CallEntry call = hold(name, invite.callId(), taken.program(), now);
    call.whenOver = taken.over();
    try {
      Step<LegState, LegEffect> step = machine.called(taken.profile(), invite, tag());
      LegEntry leg = leg(call, invite, requester, from, step.state());
      carryOut(leg, step.effects(), now);
      if (leg.state.over()) {
        over(call);
      } else if (place.callId() == null) {
        step(call, new CallEvent.Began(invite), now);
      } else {
        comesIn(leg, place, place.callId(), invite, requester, now);
      }
    } catch (RuntimeException e) {
      LegRef first = call.legs.get(0);
      LegEntry leg = first == null ? null : table.leg(first.number());
      if (leg != null) {
        leg.asked.clear(); // its INVITE is answered by who called
        tell(leg, new LegEffect.Tell(new LegNews.Lost("our own fault")));
        forget(leg);
      }
      over(call);
      throw e;
    }
  }

  /** The first leg of a call: that of who calls. */
  private LegEntry leg(
      CallEntry call, SipRequest invite, Requester requester, Hop from, LegState state) {
    CallEffect.Way way =
        from.inside()
            ? new CallEffect.Way.Inside(call.application, Payer.NOBODY)
            : new CallEffect.Way.Outside(from);
    LegEntry leg = table.hold(call, 0, Side.CALLEE, invite.callId(), way, state);
    leg.hop = from.inside() ? null : from;
    leg.asked.put(invite.cseq(), requester);
    Aor signedIn = signedIn(requester);
    if (signedIn != null) {
      leg.party = signedIn.user();
      call.parties.put(0, signedIn.user());
    }
    return leg;
  }

  private void comesIn(
      LegEntry leg,
      Place place,
      String other,
      SipRequest invite,
      Requester requester,
      Instant now) {
    boolean allowed = requester instanceof Requester.Proxied by && by.mayReplace();
    AgentEvent event =
        new AgentEvent.TakesOver(
            leg.ref, invite, leg.application, other, place.replaces(), leg.party, allowed);
    if (mine.test(other)) {
      on(event, now);
    } else {
      laneOf.apply(other).offer(event);
    }
  }

  /** RFC 3891 §3: the newcomer goes to the call whose leg it names, or away. */
  private void takesOver(AgentEvent.TakesOver e, Instant now) {
    Replaces replaces = e.replaces();
    LegEntry leg = null;
    for (LegEntry each : table.of(e.callId())) {
      if (replaces == null
          ? each.index == 0 && each.application.equals(e.application())
          : each.state.owns(replaces.toTag(), replaces.fromTag())) {
        leg = each;
      }
    }
    CallEntry call = leg == null ? null : table.callOf(leg);
    if (leg == null || call == null || leg.state.over()) {
      command(
          e.newcomer(),
          new LegEvent.Refuse(481, "Call/Transaction Does Not Exist", Content.NOTHING),
          now);
      return;
    }
    if (replaces != null && !e.allowed()) {
      command(e.newcomer(), new LegEvent.Refuse(403, "Not Your Dialog", Content.NOTHING), now);
      return;
    }
    boolean earlyOnly = replaces != null && replaces.earlyOnly();
    if (earlyOnly && leg.state.talking()) {
      command(e.newcomer(), new LegEvent.Refuse(486, "Busy Here", Content.NOTHING), now);
      return;
    }
    Beyond beyond = beyond(call);
    int index = NEWCOMERS + (int) (table.nextNumber() % NEWCOMERS);
    call.legs.put(index, e.newcomer());
    if (e.party() != null) {
      call.parties.put(index, e.party());
    }
    AgentEvent adopted = new AgentEvent.Adopted(e.newcomer(), call.ref, index, beyond);
    if (mine.test(e.newcomer().callId())) {
      on(adopted, now);
    } else {
      laneOf.apply(e.newcomer().callId()).offer(adopted);
    }
    step(call, new CallEvent.Replaced(leg.index, index, e.invite(), earlyOnly), now);
  }

  private void adopted(AgentEvent.Adopted e) {
    LegEntry leg = table.leg(e.leg().number());
    if (leg != null) {
      CallEntry before = table.call(leg.call.number());
      if (before != null) {
        before.legs.clear(); // what the newcomer waited in is over without it
        over(before);
      }
      leg.call = e.by();
      leg.index = e.index();
      leg.beyond = e.beyond();
    }
  }

  private void answered(LegEntry leg, SipResponse response, Instant now) {
    ServerEntry inside = leg.inviteInside;
    if (inside != null) {
      transport.trace(response.callId(), Direction.SENT, inside.hop(), response.encoded());
      if (response.success() && leg.party == null && inside.request().toTag() == null) {
        leg.party = inside.answeredBy();
      }
    }
    step(leg, new LegEvent.Answered(response), now);
  }

  // ---- what happens in time and between lanes

  public void on(AgentEvent event, Instant now) {
    switch (event) {
      case AgentEvent.Due e -> e.task().run(now);
      case AgentEvent.Answered e -> answered(e.leg(), e.response(), now);
      case AgentEvent.Unanswered e ->
          step(e.leg(), new LegEvent.Unanswered(e.request(), e.status()), now);
      case AgentEvent.LegTimerFired e -> {
        e.leg().timer(e.timer(), null);
        step(e.leg(), new LegEvent.TimerFired(e.timer()), now);
      }
      case AgentEvent.CallTimerFired e -> {
        e.call().timers.remove(e.timer());
        step(
            e.call(),
            e.timer().equals(LIMIT)
                ? new CallEvent.HangUp("the call has lasted longer than one may")
                : new CallEvent.TimerFired(e.timer()),
            now);
      }
      case AgentEvent.Commanded e -> command(e.leg(), e.command(), now);
      case AgentEvent.Heard e -> heard(e, now);
      case AgentEvent.TakesOver e -> takesOver(e, now);
      case AgentEvent.Adopted e -> adopted(e);
      case AgentEvent.CallCommanded e -> commanded(e, now);
      case AgentEvent.Begin e -> {
        traces.begin(e.callId(), now);
        CallEntry call = hold(e.application(), e.callId(), e.program(), now);
        call.firstCallId = e.callId();
        step(call, new CallEvent.Began(null), now);
      }
    }
  }

  private void heard(AgentEvent.Heard e, Instant now) {
    CallEntry call = table.call(e.call().number());
    if (call != null) {
      if (e.party() != null) {
        call.parties.put(e.leg(), e.party());
      }
      step(call, new CallEvent.Heard(e.leg(), e.news()), now);
    }
  }

  /**
   * A Call-ID may have legs of several calls of ours: of one that calls, and of those that are
   * called by it, whose home it is. What a program says each of these looks at, since it knows its
   * own.
   */
  private void commanded(AgentEvent.CallCommanded e, Instant now) {
    Set<CallEntry> at = new LinkedHashSet<>();
    for (LegEntry leg : table.of(e.callId())) {
      CallEntry call = table.callOf(leg);
      if (call != null) {
        at.add(call);
      }
    }
    if (at.isEmpty() && e.command() instanceof CallEvent.ProgramCommand) {
      // The leg of this Call-ID has been replaced (RFC 3891); its call goes on.
      table.calls().stream().filter(call -> call.ref.home().equals(e.callId())).forEach(at::add);
    }
    if (e.command() instanceof CallEvent.ProgramCommand) {
      at.forEach(call -> step(call, e.command(), now));
    } else if (!at.isEmpty()) {
      step(at.iterator().next(), e.command(), now);
    }
  }

  /** The traces that an event belongs to. */
  public @Nullable CallTrace traceOf(AgentEvent event) {
    String callId =
        switch (event) {
          case AgentEvent.Due e -> e.callId();
          case AgentEvent.LegTimerFired e -> e.leg().ref.callId();
          case AgentEvent.Answered e -> e.response().callId();
          case AgentEvent.Unanswered e -> e.leg().ref.callId();
          default -> null;
        };
    return callId == null ? null : traces.of(callId);
  }

  // ---- legs

  private CallEntry hold(String application, String home, CallProgram program, Instant now) {
    CallEntry call = new CallEntry(new CallRef(home, table.nextNumber()), application, program);
    carryOut(call, new CallEffect.StartTimer(LIMIT, ports.callLimit()), now);
    table.add(call);
    return call;
  }

  private void command(LegRef ref, LegEvent.Command command, Instant now) {
    if (!mine.test(ref.callId())) {
      laneOf.apply(ref.callId()).offer(new AgentEvent.Commanded(ref, command));
      return;
    }
    LegEntry leg = table.leg(ref.number());
    if (leg != null) {
      step(leg, command, now);
    }
  }

  private void step(LegEntry leg, LegEvent event, Instant now) {
    Step<LegState, LegEffect> step = machine.on(leg.state, event, now);
    leg.state = step.state();
    carryOut(leg, step.effects(), now);
  }

  private void carryOut(LegEntry leg, List<? extends LegEffect> effects, Instant now) {
    for (LegEffect effect : effects) {
      switch (effect) {
        case LegEffect.Send e -> transport.send(leg, e.request(), now);
        case LegEffect.Cancel e -> transport.cancel(leg, e.reason(), now);
        case LegEffect.Respond e -> respond(leg, e.request(), e.response(), now);
        case LegEffect.StartTimer e -> {
          stop(leg, e.timer());
          leg.timer(
              e.timer(), post.after(e.delay(), new AgentEvent.LegTimerFired(leg, e.timer()), now));
        }
        case LegEffect.StopTimer e -> stop(leg, e.timer());
        case LegEffect.Tell e -> tell(leg, e);
        case LegEffect.Forget e -> forget(leg);
      }
    }
  }

  private void tell(LegEntry leg, LegEffect.Tell e) {
    CallRef to = leg.call;
    AgentEvent.Heard heard = new AgentEvent.Heard(to, leg.index, e.news(), leg.party);
    if (mine.test(to.home())) {
      later(leg.ref.callId(), now -> heard(heard, now));
    } else {
      laneOf.apply(to.home()).offer(heard);
    }
  }

  private void stop(LegEntry leg, LegTimer name) {
    TimerWheel.Timer timer = leg.timer(name, null);
    if (timer != null) {
      post.cancel(timer);
    }
  }

  private void forget(LegEntry leg) {
    for (LegTimer timer : LegTimer.values()) {
      stop(leg, timer);
    }
    SipRequest invite = leg.inviteOutside;
    ClientEntry waiting = invite == null ? null : transactions.client(ClientKey.of(invite));
    if (waiting != null && waiting.state() instanceof ClientState.InviteProceeding) {
      // RFC 3261 §9.1: it rang, was cancelled and says nothing; no timer of its own would end it.
      transactions.forget(waiting);
    }
    CallEntry call = table.callOf(leg);
    table.remove(leg);
    if (call != null && call.program instanceof PendingReplacement) {
      later(leg.ref.callId(), now -> over(call)); // turned away
    }
  }

  private void respond(LegEntry leg, SipRequest request, SipResponse response, Instant now) {
    CSeq key = request.cseq();
    Requester requester = leg.asked.get(key);
    if (requester == null) {
      return;
    }
    if (response.isFinal() && !(request.method().equals(Method.INVITE) && response.success())) {
      leg.asked.remove(key);
    }
    transport.answer(requester, response, now);
  }

  // ---- calls

  private void step(CallEntry call, CallEvent event, Instant now) {
    if (call.over) {
      return;
    }
    Step<CallProgram, CallEffect> step = call.program.on(event, now);
    call.program = step.state();
    for (CallEffect effect : step.effects()) {
      carryOut(call, effect, now);
    }
  }

  private void carryOut(CallEntry call, CallEffect effect, Instant now) {
    switch (effect) {
      case CallEffect.Command e -> {
        LegRef leg = call.legs.get(e.leg());
        if (leg != null) {
          later(leg.callId(), at -> command(leg, e.command(), at));
        }
      }
      case CallEffect.Call e -> begin(call, e, now);
      case CallEffect.StartTimer e -> {
        stop(call, e.timer());
        call.timers.put(
            e.timer(), post.after(e.delay(), new AgentEvent.CallTimerFired(call, e.timer()), now));
      }
      case CallEffect.StopTimer e -> stop(call, e.timer());
      case CallEffect.Sound e -> laterStep(call, sounds.waiting(call, e));
      case CallEffect.Describe e -> laterStep(call, sounds.describe(call, e));
      case CallEffect.Tell<?> e -> e.deliver();
      case CallEffect.Silence e -> sounds.silence(call, e.leg());
      case CallEffect.Note e -> {
        LegRef leg = call.legs.get(e.leg());
        if (leg != null) {
          transport.remark(leg.callId(), e.what(), now);
        }
      }
      case CallEffect.Fetch e -> fetch(call.application, e);
      case CallEffect.Over e -> over(call);
    }
  }

  private void laterStep(CallEntry call, CallEvent event) {
    later(call.ref.home(), now -> step(call, event, now));
  }

  private void fetch(String application, CallEffect.Fetch e) {
    var fetched =
        new AgentRequest.Fetched(e.callId(), e.uri(), transport.inside(application), e.by());
    if (mine.test(e.callId())) {
      post.send(fetched);
    } else {
      laneOf.apply(e.callId()).offer(fetched);
    }
  }

  private void begin(CallEntry call, CallEffect.Call e, Instant now) {
    String first = call.firstCallId;
    String callId = first == null ? newCallId() : first;
    call.firstCallId = null;
    traces.begin(callId, now);
    network.follow(traces.of(callId), now);
    Invitation invitation =
        new Invitation(
            e.uri(), e.from(), e.to(), callId, tag(), e.route(), e.maxForwards(), e.content());
    Step<LegState, LegEffect> step = machine.call(e.profile(), invitation);
    Beyond beyond = beyond(call);
    LegEntry leg = table.hold(call, e.leg(), Side.CALLER, callId, way(call, e.way()), step.state());
    leg.beyond = beyond;
    for (LegRef other : call.legs.values()) {
      if (!other.equals(leg.ref)) {
        transport.remark(other.callId(), call.application + " goes on in call " + callId, now);
        transport.remark(callId, call.application + " comes from call " + other.callId(), now);
        break;
      }
    }
    later(callId, at -> carryOut(leg, step.effects(), at));
  }

  /** Who pays for what is called is known by now. */
  private static CallEffect.Way way(CallEntry call, CallEffect.Way way) {
    if (!(way instanceof CallEffect.Way.Inside(String application, Payer.Leg of))) {
      return way;
    }
    String party = call.parties.get(of.leg());
    String payer = party == null ? call.parties.get(of.orElse()) : party;
    return new CallEffect.Way.Inside(
        application, payer == null ? Payer.NOBODY : new Payer.Transferor(payer));
  }

  private void over(CallEntry call) {
    if (call.over) {
      return;
    }
    call.over = true;
    sounds.close(call);
    call.whenOver.run();
    table.remove(call);
    List.copyOf(call.timers.keySet()).forEach(timer -> stop(call, timer));
    for (LegRef leg : call.legs.values()) {
      later(leg.callId(), now -> command(leg, new LegEvent.HangUp(null), now));
    }
  }

  private void stop(CallEntry call, String name) {
    TimerWheel.Timer timer = call.timers.remove(name);
    if (timer != null) {
      post.cancel(timer);
    }
  }

  // ---- the rest

  /** New, unguessable, and of this lane, so that one call's legs need no locks. */
  private String newCallId() {
    while (true) {
      String callId = tag() + tag();
      if (mine.test(callId)) {
        return callId;
      }
    }
  }

  private String tag() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }

  /** User parts that begin so are applications of ours, in every local domain. */
  public static final String PREFIX = "~";

  /** The call of a newcomer until the one it wants to join has it. */
  private static final class PendingReplacement implements CallProgram {
    @Override
    public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
      return event instanceof CallEvent.Heard || event instanceof CallEvent.HangUp
          ? Step.to(this, new CallEffect.Over())
          : Step.to(this);
    }

    @Override
    public String shown() {
      return "comes in";
    }
  }
}
