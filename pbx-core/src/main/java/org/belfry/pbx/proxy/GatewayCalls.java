package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one lane to peers that lead to the telephone network: each is asked about before it
 * leaves, as a trunk's is, and what becomes of it is told.
 */
final class GatewayCalls {
  private final ProxyPorts ports;
  private final Map<String, List<OutsideCalls.CallProgress>> answered = new HashMap<>();

  GatewayCalls(ProxyPorts ports) {
    this.ports = ports;
  }

  /**
   * A branch is about to begin.
   *
   * @param payer who pays when it costs anything, or null for the site
   * @return why it may not, or null
   */
  OutsideCalls.Verdict.@Nullable Refuse leaves(
      ProxyEntry.Attempt attempt, @Nullable String payer, SipRequest invite, Instant now) {
    Peer peer = peer(attempt.target);
    if (peer == null) {
      return null;
    }
    OutsideCall call = OutsideCall.toPeer(payer, peer.name(), number(attempt.target, invite));
    return switch (ports.outsideCalls().leaves(call, invite.callId(), now)) {
      case OutsideCalls.Verdict.Refuse no -> no;
      case OutsideCalls.Verdict.Ask ask ->
          ask.otherwise(); // nobody holds the call to ask for a key
      case OutsideCalls.Verdict.Go go -> {
        attempt.progress = go.progress();
        yield null;
      }
    };
  }

  /** By where it goes, so that no way to the gateway is cheaper than another. */
  private @Nullable Peer peer(Target target) {
    Hop hop = target.hop();
    SipUri name = target.name();
    for (Peer peer : ports.directory().get().peers()) {
      Hop next = peer.nextHop();
      if (peer.costs()
          && ((hop != null && next != null && next.remote().equals(hop.remote()))
              || (name != null && name.equals(peer.nextName())))) {
        return peer;
      }
    }
    return null;
  }

  private static String number(Target target, SipRequest invite) {
    String uri = target.uri();
    String user = (uri == null ? invite.uri() : Grammar.uri(uri)).user();
    int parameters = user == null ? -1 : user.indexOf(';');
    return user == null ? "" : parameters < 0 ? user : user.substring(0, parameters);
  }

  /**
   * A branch has ended, or is answered.
   *
   * @param live whether the call goes on
   */
  void attempted(ProxyEntry.Attempt attempt, int status, String callId, boolean live, Instant now) {
    OutsideCalls.CallProgress progress = attempt.progress;
    attempt.progress = null;
    if (progress == null) {
      return;
    }
    if (status / 100 != 2) {
      progress.over();
      return;
    }
    progress.answered(now);
    if (live) {
      answered.computeIfAbsent(callId, id -> new ArrayList<>(1)).add(progress);
    } else {
      progress.over();
    }
  }

  /** A call is over. */
  void ended(String callId, Instant now) {
    List<OutsideCalls.CallProgress> its = answered.remove(callId);
    if (its != null) {
      its.forEach(progress -> {
        progress.ended(now);
        progress.over();
      });
    }
  }
}
