package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.Reasons;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.proxy.plan.AutoAnswer;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.message.TokenValue;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.NextHop;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said within a dialog that was forwarded here: goes along the route that our Record-Route
 * laid, with a transaction of the proxy's or, an ACK, without. Ends calls for both sides.
 */
public final class DialogRequests {
  private static final HeaderName RECORD = HeaderName.of("Record");
  private static final Logger LOG = LoggerFactory.getLogger(DialogRequests.class);

  /** What a phone may be told of by another: state that it shows, and how a transfer goes. */
  private static final Set<String> TOLD_BETWEEN_PHONES =
      Set.of(
          "refer",
          "conference",
          "dialog",
          "presence",
          "presence.winfo",
          "message-summary",
          "reg",
          "kpml",
          "call-completion");

  private final ProxyPorts ports;
  private final CallMedia media;
  private final ProxiedCalls told;
  private final DialogRoute dialogRoute;
  private final Forwarding forwarding;
  private final Destinations destinations;
  private final UserAgents agents;
  private final ResponseContexts contexts;
  private final ReplacingRights rights;
  private final ReservedAddresses reserved;
  private final TransactionTable transactions;
  private final SipNetwork network;
  private final HopFinder finder;

  public DialogRequests(ProxyPorts ports, ProxyParts parts, ProxyRunner proxies, LaneContext lane) {
    this.ports = ports;
    this.contexts = proxies.contexts();
    this.told = proxies.told();
    this.media = told.media();
    this.destinations = proxies.destinations();
    this.dialogRoute = parts.routes();
    this.forwarding = parts.forwarding();
    this.agents = parts.agents();
    this.rights = parts.rights();
    this.reserved = parts.reserved();
    this.finder = parts.finder();
    this.transactions = lane.transactions();
    this.network = lane.network();
  }

  /** True for a request with a genuine Route of ours: of a dialog that was forwarded here. */
  public boolean areMeantBy(SipRequest request, Instant now) {
    try {
      return NextHop.of(request, dialogRoute, now) != null;
    } catch (MalformedHeader e) {
      return false; // its 400 is counted like any other
    }
  }

  /** True for a request with the tags of a call that goes on. */
  public boolean areOfLiveCall(SipRequest request) {
    CallDialog dialog = media.dialog(request.callId());
    return dialog != null && dialog.has(request);
  }

  /**
   * Forwards a request along the route that our Record-Route laid (RFC 3261 §16.4 to §16.6).
   *
   * @return false when it carries no genuine Route of ours
   */
  public boolean forward(ServerEntry entry, SipRequest request, Hop from, Instant now) {
    NextHop next = NextHop.of(allowed(request, from), dialogRoute, now);
    if (next == null) {
      return false;
    }
    if (request.has(HeaderName.REPLACES) || request.has(RequestChecks.JOIN)) {
      transactions.respond(
          entry, request.respond(400, "Only a New Call Takes a Place", null).done(), now);
      return true;
    }
    if (request.method().equals(Method.NOTIFY) && !isOfKnownEvent(request)) {
      transactions.respond(entry, request.respond(489, "Bad Event", null).done(), now);
      return true;
    }
    Hop application = agents.hop(next.request());
    if (application == null && isForLegOfOurs(next.request())) {
      // RFC 3261 §12.2.2: the leg has gone, or the tags are another dialog's.
      transactions.respond(
          entry, request.respond(481, "Call/Transaction Does Not Exist", null).done(), now);
      return true;
    }
    if (!mayGo(next, request.callId(), now)) {
      LOG.debug(
          "call={} {} from {} leads out of its dialog",
          request.callId(),
          request.method(),
          from.shown());
      SipResponse no =
          ports.directory().get().isLocal(next.uri().host())
              ? request.respond(481, "Call/Transaction Does Not Exist", null).done()
              : request.respond(403, "Not the target of this dialog", null).done();
      transactions.respond(entry, no, now);
      return true;
    }
    CallDialog known = media.dialog(request.callId());
    if (known != null && known.onlyRang(request)) {
      transactions.respond(
          entry, request.respond(481, "Call/Transaction Does Not Exist", null).done(), now);
      return true;
    }
    CallMedia.Part part = media.of(request, from);
    if (part != null && refreshesTarget(request.method())) {
      SipUri contact = NextHop.contactOf(request);
      Aor own = part.dialog().userOf(part.towards().other());
      if (contact != null
          && reserved.named(contact, from) == null
          && !destinations.isAnothers(contact, from, own, now)) {
        part.dialog().moved(part.towards().other(), contact);
      }
    }
    NextHop bye = null;
    if (request.method().equals(Method.BYE)) {
      bye = part == null ? null : goodBye(part, request, now);
      told.hungUp(request, now);
    }
    if (part != null && media.dialled(part, request)) {
      // DEVIATION RFC 3261 §16: the device that it was meant for is told by events (RFC 4733), as
      // we have offered it those.
      transactions.respond(entry, request.respond(200, "OK", null).done(), now);
      return true;
    }
    if (part != null && recordKey(entry, request, part, now)) {
      return true;
    }
    if (request.method().equals(Method.REFER)
        && !mayRefer(request, part, application != null, from, now)) {
      transactions.respond(entry, request.respond(403, "May not transfer there", null).done(), now);
      return true;
    }
    List<TargetGroup> device =
        application == null
            ? destinations.dialogDevice(next.request(), now)
            : TargetGroup.together(List.of(new Target(null, application, false)));
    ProxyEntry proxied = new ProxyEntry(entry, now, null, null, null, null, part);
    NextHop good = bye;
    if (good != null) {
      proxied.whenRefused =
          at ->
              along(good, at, (onward, out, t) -> contexts.forwarding().send(onward, out, null, t));
    }
    contexts.run(
        proxied,
        request.method().equals(Method.REFER)
            ? referredBy(next.request(), part, now)
            : next.request(),
        device.isEmpty() ? TargetGroup.together(List.of(next.target())) : device,
        ForkPolicy.NONE,
        now);
    return true;
  }

  /**
   * Whether a call goes on for who has answered its BYE so (RFC 3261 §15.1.1). A challenge asks for
   * another BYE.
   */
  static boolean goesOnAfter(int status) {
    return status >= 300 && status != 401 && status != 407 && status != 408 && status != 481;
  }

  /**
   * Who hangs up has gone, and the call is over for us, whatever its BYE is worth. Where that is
   * refused we hang up for it, lest a call that costs money goes on uncounted.
   */
  private @Nullable NextHop goodBye(CallMedia.Part part, SipRequest bye, Instant now) {
    CallDialog dialog = part.dialog();
    dialog.passed(bye); // ours has a higher number
    try {
      return dialog.isAnswered()
          ? dialog.bye(part.towards(), "Q.850;cause=16", dialogRoute, now)
          : null;
    } catch (MalformedHeader e) {
      return null; // a Contact that leads nowhere is no reason to refuse the BYE
    }
  }

  /**
   * Without what only our applications may say: that a phone is to answer by itself, and who
   * somebody is (RFC 3325 §5), which a neighbour may say too.
   */
  private SipRequest allowed(SipRequest request, Hop from) {
    if (from.inside()) {
      return request;
    }
    Directory directory = ports.directory().get();
    SipRequest quiet = AutoAnswer.without(request);
    return directory.peerAt(from.remote().getAddress(), from.remote().getPort()) != null
        ? quiet
        : Identity.asserted(quiet, new Identity.Origin.Stranger(), directory, false);
  }

  // DEVIATION RFC 3261 §16.6: a NOTIFY of an event that is not known to be harmless goes no
  // further.
  // Phones obey makers' own events in a dialog of a call (talk, hold, check-sync), subscribed to or
  // not. RemoteControlTest
  private static boolean isOfKnownEvent(SipRequest notify) {
    String event = notify.header(HeaderName.EVENT);
    return event != null
        && notify.headers(HeaderName.EVENT).size() == 1 // of two, a phone may read the other
        && TOLD_BETWEEN_PHONES.contains(TokenValue.of(event).token());
  }

  /**
   * Whether a REFER may go on; whoever follows it by Replaces may do so then. A leg of ours follows
   * it itself, and its sender pays.
   *
   * @param part null when nothing is known of its dialog (any more): anybody may have sent it
   */
  private boolean mayRefer(
      SipRequest refer, CallMedia.@Nullable Part part, boolean toLeg, Hop from, Instant now) {
    if (part == null && toLeg) {
      return true;
    }
    Directory directory = ports.directory().get();
    Peer peer = part == null ? null : peer(part, from, directory);
    Aor sender = part == null ? null : sender(refer, part, now);
    Aor transferee = part == null || toLeg ? null : part.dialog().receiver(refer);
    if (!toLeg
        && !rights.mayTransfer(
            refer,
            user(sender, directory),
            peer,
            user(transferee, directory),
            ports.planning(),
            now)) {
      return false;
    }
    rights.refers(refer, sender, peer != null, transferee, directory, now);
    return true;
  }

  /** The neighbour who sends a request of a dialog: it is there that this side of it is. */
  private static @Nullable Peer peer(CallMedia.Part part, Hop from, Directory directory) {
    Hop side = part.dialog().hopOf(part.towards().other());
    return side != null && sameHost(side, from)
        ? directory.peerAt(from.remote().getAddress(), from.remote().getPort())
        : null;
  }

  private static @Nullable User user(@Nullable Aor aor, Directory directory) {
    return aor == null ? null : directory.user(aor.user());
  }

  /** Our applications' legs have Contacts that lead nowhere but to them. */
  private boolean isForLegOfOurs(SipRequest request) {
    return agents.isOurs(request.uri()) && !request.has(HeaderName.ROUTE);
  }

  /**
   * Whether a request that carries a genuine Route of ours may go to where its Request-URI, or the
   * next of its Routes, says. Otherwise whoever has once taken part in a call could have us send to
   * anybody, from an address that others trust.
   */
  private boolean mayGo(NextHop next, String callId, Instant now) {
    SipRequest request = next.request();
    if (next.told() || agents.hop(request) != null) {
      return true;
    }
    // A side that has moved since (target refresh): it has said so, or it is still the same
    // machine, or a phone of the same user is there. Of a dialog that we know nothing of there is
    // only its Route.
    CallDialog dialog = media.dialog(callId);
    if (dialog == null) {
      return false;
    }
    Side towards = dialog.towards(request);
    return dialog.isAt(towards, next.uri())
        || (next.hop() != null && isOf(dialog, towards, next.hop(), now));
  }

  /** Whether a side of a call is there, or a phone of the user whose side it is. */
  private boolean isOf(CallDialog dialog, Side side, Hop hop, Instant now) {
    Hop there = dialog.hopOf(side);
    Aor user = dialog.userOf(side);
    return (there != null && there.remote().equals(hop.remote()))
        || (user != null
            && ports.location().live(user, now).stream()
                .anyMatch(binding -> binding.hop().remote().equals(hop.remote())));
  }

  private static boolean sameHost(Hop a, Hop b) {
    return b.remote().getAddress().equals(a.remote().getAddress());
  }

  /** RFC 3261 §12.2, RFC 3311 §5: requests after which the far end finds the sender elsewhere. */
  static boolean refreshesTarget(Method method) {
    return method.equals(Method.INVITE) || method.equals(Method.UPDATE);
  }

  /**
   * A phone's record key: what it asks for is ours to do, so it ends here.
   *
   * @return false when it is something else, or nobody records
   */
  private boolean recordKey(
      ServerEntry entry, SipRequest request, CallMedia.Part part, Instant now) {
    String wish = request.method().equals(Method.INFO) ? request.header(RECORD) : null;
    if (wish == null || !part.dialog().isAnswered()) {
      return false;
    }
    boolean on = wish.strip().equalsIgnoreCase("on");
    if (!on && !wish.strip().equalsIgnoreCase("off")) {
      return false;
    }
    Aor who = sender(request, part, now);
    if (who == null && part.dialog().sender(request) != null) {
      transactions.respond(
          entry, request.respond(403, "Recording Not Permitted", null).done(), now);
      return true;
    }
    switch (ports.recordKeys().pressed(request.callId(), who == null ? null : who.user(), on)) {
      case DONE -> transactions.respond(entry, request.respond(200, "OK", null).done(), now);
      case FORBIDDEN ->
          transactions.respond(
              entry, request.respond(403, "Recording Not Permitted", null).done(), now);
      case NOT_HERE -> {
        return false;
      }
    }
    return true;
  }

  /**
   * The user of ours for whom a request of a dialog acts: it has both tags, and comes from where
   * that side of the call is, or where a phone of the user's is registered.
   */
  private @Nullable Aor sender(SipRequest request, CallMedia.Part part, Instant now) {
    Aor user = part.dialog().sender(request);
    Hop from = part.from();
    Hop side = part.dialog().hopOf(part.towards().other());
    if (user == null || from.inside()) {
      return user;
    }
    return (side != null && !side.inside() && sameHost(side, from))
            || ports.location().live(user, now).stream()
                .anyMatch(binding -> sameHost(binding.hop(), from))
        ? user
        : null;
  }

  /** Who transfers is named, as the one who is transferred has to pass on (RFC 3892 §2). */
  private SipRequest referredBy(SipRequest refer, CallMedia.@Nullable Part part, Instant now) {
    Aor sender = part == null ? null : sender(refer, part, now);
    if (sender == null) {
      return refer;
    }
    SipRequest named = ports.applications().transferring(refer, sender, ports.directory().get());
    return named.has(HeaderName.REFERRED_BY)
        ? named
        : named.edit().add(HeaderName.REFERRED_BY, "<" + sender + ">").done();
  }

  /**
   * The ACK for a 2xx: a request without a transaction (RFC 3261 §13.2.2.4, §16.11 in spirit).
   *
   * @return false when it carries no genuine Route of ours
   */
  public boolean forwardAck(SipRequest ack, Hop from, Instant now) {
    if (ack.number(HeaderName.MAX_FORWARDS, 70) == 0) {
      return true;
    }
    NextHop next = NextHop.of(ack, dialogRoute, now);
    if (next == null) {
      LOG.debug("call={} an ACK from {} has no route of ours", ack.callId(), from.shown());
      return false;
    }
    if (!mayGo(next, ack.callId(), now)) {
      LOG.debug("call={} an ACK from {} leads out of its dialog", ack.callId(), from.shown());
      return true;
    }
    // Its part is taken now: the look-up of a name may outlast the call.
    CallMedia.Part part = media.of(ack, from);
    along(
        next,
        now,
        (onward, out, at) -> {
          SipRequest described =
              part == null ? onward : media.request(part, 0, onward, out).request();
          if (out.inside()) {
            agents.ackFromProxy(described, out);
          } else {
            network.send(described.encoded(), out);
          }
          String hopeless = part == null ? null : part.dialog().hopeless();
          if (hopeless != null) {
            // RFC 3261 §15: a callee may be told only when it has its ACK.
            end(ack.callId(), CallRecord.Cause.FAILED, hopeless, at);
          }
        });
    return true;
  }

  /**
   * Ends a call for both sides, as each would for the other (RFC 3261 §15). Nothing when it is
   * over, or not answered yet.
   */
  public void end(String callId, CallRecord.Cause cause, String why, Instant now) {
    CallDialog dialog = media.dialog(callId);
    if (dialog == null || !dialog.isAnswered()) {
      return;
    }
    String reason =
        "Q.850;cause="
            + (cause == CallRecord.Cause.MEDIA_LOST ? 41 : 31)
            + ";text=\""
            + Reasons.quotable(why)
            + "\"";
    for (Side side : Side.values()) {
      NextHop bye = dialog.bye(side, reason, dialogRoute, now);
      if (bye == null) {
        LOG.info("call={} the {} cannot be told that the call is over", callId, side);
      } else {
        along(bye, now, (onward, out, at) -> contexts.forwarding().send(onward, out, null, at));
      }
    }
    told.ended(callId, cause, now);
  }

  private interface Leaving {
    void leaves(SipRequest onward, Hop out, Instant now);
  }

  /** A request of a dialog that no server transaction stands behind goes its way. */
  private void along(NextHop next, Instant now, Leaving leaving) {
    SipRequest onward = next.request();
    Hop application = agents.hop(onward);
    if (application != null) {
      toFirst(onward, new Target(null, application, false), List.of(application), leaving, now);
      return;
    }
    if (isForLegOfOurs(onward)) {
      LOG.debug("call={} {} is for no leg of ours", onward.callId(), onward.method());
      return;
    }
    List<TargetGroup> device = destinations.dialogDevice(onward, now);
    Target target = device.isEmpty() ? next.target() : device.getFirst().targets().getFirst();
    SipUri name = target.name();
    if (target.hop() != null) {
      toFirst(onward, target, List.of(target.hop()), leaving, now);
    } else if (name != null) {
      finder.find(
          name,
          onward.callId(),
          now,
          (outcome, at) ->
              toFirst(
                  onward,
                  target,
                  outcome instanceof ServerLocation.Outcome.Located located
                      ? open(located.hops(), name, at)
                      : List.of(),
                  leaving,
                  at));
    }
  }

  /** Where somebody's DNS may lead us. */
  private List<Hop> open(List<Hop> found, SipUri name, Instant now) {
    return found.stream()
            .anyMatch(
                hop -> reserved.mustBeDialled(hop.remote(), name) || reserved.isShut(hop, name))
        ? List.of()
        : ports.dead().last(found, now);
  }

  /** To the first that can be reached; a lost ACK is asked for again by its 2xx. */
  private void toFirst(
      SipRequest request, Target target, List<Hop> hops, Leaving leaving, Instant now) {
    for (int i = 0; i < hops.size(); i++) {
      Hop out = network.route(hops.get(i));
      if (out != null) {
        leaving.leaves(forwarding.forward(request, target, out, null), out, now);
        return;
      }
    }
    LOG.debug("call={} {} leads nowhere", request.callId(), request.method());
  }
}
