package org.belfry.pbx.inbound.gate;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gates of a lane in their order: syntax and retransmissions, then what keeps a server from
 * being flooded, then RFC 3261 §16.3, and credentials last.
 *
 * @param first of a message as it was received
 * @param matching whether its transaction is known
 * @param banned of a request that is of no dialog of ours
 * @param admission of a request that will open a transaction: banned is the first of them
 * @param routing of a request with a transaction, before it is looked at where it goes
 * @param authenticated of a request whose sender is not trusted for its address
 */
public record Gates(
    WellFormed first,
    RequestGate matching,
    Banned banned,
    List<RequestGate> admission,
    List<RequestGate> routing,
    Authenticated authenticated) {

  public static Gates of(GateParts parts, AuthenticationPorts authentication) {
    var responder = parts.responder();
    Banned banned = new Banned(parts.admission(), responder);
    return new Gates(
        new WellFormed(parts.admission(), parts.malformed()),
        new Retransmitted(parts.transactions(), parts.admission(), parts.messages()),
        banned,
        List.of(
            banned,
            new Overloaded(
                parts.admission(), responder, parts.queued(), parts.transactions()::size)),
        List.of(
            new SupportedScheme(parts.admission(), responder),
            new MaxForwards(parts.ours(), responder),
            new Looped(parts.forwarding(), responder),
            new Merged(parts.transactions(), parts.forwarding(), responder),
            new ProxyRequire(responder)),
        new Authenticated(authentication, parts));
  }

  /** All of them, in the order in which a request meets them. */
  public List<RequestGate> inOrder() {
    return Stream.of(
            List.of(first, matching), admission, routing, List.<RequestGate>of(authenticated))
        .flatMap(List::stream)
        .toList();
  }

  /** The gate that stops a request, or null when all let it pass. */
  public static @Nullable Stop stop(List<RequestGate> gates, Arrival arrival) {
    for (int i = 0; i < gates.size(); i++) {
      GateVerdict verdict = gates.get(i).on(arrival);
      if (!(verdict instanceof GateVerdict.Pass)) {
        return new Stop(gates.get(i), verdict);
      }
    }
    return null;
  }

  /** A gate that stopped a request, and what it said. */
  public record Stop(RequestGate gate, GateVerdict verdict) {}
}
