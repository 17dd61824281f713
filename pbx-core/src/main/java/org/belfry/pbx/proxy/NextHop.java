package org.belfry.pbx.proxy;

import java.net.InetSocketAddress;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a request inside a dialog goes (RFC 3261 §16.4, §16.6 steps 6 and 7): what is left of it
 * when our Routes are taken off, and the next hop.
 *
 * @param hop null when the next hop is a name
 * @param name the URI whose server is the next hop, when {@code hop} is null
 */
public record NextHop(SipRequest request, @Nullable Hop hop, @Nullable SipUri name) {

  /** The target to forward the request to. */
  public Target target() {
    return new Target(null, hop, name, false, List.of(), null);
  }

  /** The next hop of a request, or null when it carries no genuine Route of ours. */
  public static @Nullable NextHop of(SipRequest request, DialogRoute dialogRoute) {
    List<String> routes = request.values(HeaderName.ROUTE);
    int ours = 0;
    Hop flow = null;
    SipUri next = null;
    for (String value : routes) {
      SipUri uri = Grammar.nameAddr(value).uri();
      if (!(dialogRoute.read(uri, request.callId()) instanceof DialogRoute.Reading.Genuine g)) {
        next = uri;
        break;
      }
      flow = g.flow();
      ours++;
    }
    if (ours == 0) {
      return null;
    }
    Edit<SipRequest> edit = request.edit();
    for (int i = 0; i < ours; i++) {
      edit.pop(HeaderName.ROUTE);
    }
    SipRequest onward = edit.done();
    if (next == null && flow != null) {
      return new NextHop(onward, flow, null);
    }
    SipUri target = next == null ? request.uri() : next;
    Transport transport = target.transport() == null ? Transport.UDP : target.transport();
    InetSocketAddress remote =
        HostAddress.socketAddress(target.host(), target.portOr(transport.defaultPort()));
    return remote == null
        ? new NextHop(onward, null, target)
        : new NextHop(onward, Hop.to(transport, remote), null);
  }
}
