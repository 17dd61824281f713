package org.belfry.pbx.proxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;

/**
 * Requests too large for UDP go by TCP where that can lead to the same place, and by UDP after all
 * when nobody takes the connection (RFC 3261 §18.1.1).
 *
 * <p>That is so for a neighbour, and for a device whose URI says where it is and names no
 * transport. For a name, whose servers DNS gives, it does not decide. A device that is reached by
 * the flow it opened has no other way, and one that says {@code transport=udp} has chosen.
 */
public final class LargeRequests {
  private static final int MOST = 1300; // §18.1.1, for a path whose MTU nobody knows
  private static final int START_LINE = 20; // without the URI
  private static final int OUR_VIA = 100;
  private static final int OUR_BREADTH = 17;
  private static final int OUR_ROUTES = 220;
  private static final int OUR_BODY = 800; // a description of ours that goes to a phone

  private LargeRequests() {}

  /**
   * The same targets, those by UDP replaced by TCP with the old way as fallback where the request
   * needs it.
   *
   * @param recorded true when we shall add Record-Route
   * @param described true when the body will be a session description of ours, which for a phone
   *     that speaks UDP is a short one, however long a browser's was
   */
  public static List<TargetGroup> over(
      SipRequest request, List<TargetGroup> groups, boolean recorded, boolean described) {
    int size = request.uriText().length() + START_LINE + request.sizeBelowStartLine() + OUR_VIA;
    size += request.has(HeaderName.MAX_BREADTH) ? 0 : OUR_BREADTH;
    if (described) {
      size -= Math.max(0, request.bodyLength() - OUR_BODY);
    }
    if (size + (recorded ? OUR_ROUTES : 0) <= MOST) {
      return groups;
    }
    List<TargetGroup> changed = new ArrayList<>(groups.size());
    for (TargetGroup group : groups) {
      List<Target> targets = new ArrayList<>(group.targets().size());
      for (Target target : group.targets()) {
        Hop hop = target.hop();
        targets.add(hop != null && mayGoByTcp(request, target, hop) ? byTcp(target, hop) : target);
      }
      changed.add(new TargetGroup(targets, group.ringTime(), group.joins()));
    }
    return changed;
  }

  private static Target byTcp(Target udp, Hop hop) {
    Hop tcp = new Hop(Transport.TCP, hop.local(), hop.remote(), 0, hop.serverName());
    return new Target(udp.uri(), tcp, false, udp.added(), udp);
  }

  private static boolean mayGoByTcp(SipRequest request, Target target, Hop hop) {
    if (hop.transport() != Transport.UDP
        || target.sticky()
        || target.fallback() != null
        || request.has(HeaderName.ROUTE)) {
      return false;
    }
    String written = target.uri();
    if (written == null && request.toTag() == null) {
      return true; // a neighbour, by the address its owner gave us
    }
    SipUri uri = written == null ? request.uri() : Grammar.uri(written);
    InetSocketAddress said =
        HostAddress.socketAddress(uri.host(), uri.portOr(Transport.UDP.defaultPort()));
    return !uri.params().containsKey("transport") && hop.remote().equals(said);
  }
}
