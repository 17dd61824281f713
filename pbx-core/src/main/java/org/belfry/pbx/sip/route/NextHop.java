package org.belfry.pbx.sip.route;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a request inside a dialog goes (RFC 3261 §16.4, §16.6 steps 6 and 7): what is left of it
 * when our Routes are taken off, and the next hop.
 *
 * @param hop null when the next hop is a name
 * @param name the URI whose server is the next hop, when {@code hop} is null
 * @param told whether our Route says that the dialog leads there; otherwise the request does, and
 *     whoever sent it may have made that up
 */
public record NextHop(SipRequest request, @Nullable Hop hop, @Nullable SipUri name, boolean told) {

  /** The target to forward the request to. */
  public Target target() {
    return new Target(null, hop, name, false, List.of(), null);
  }

  /** The URI that says where it goes: the next Route, else the Request-URI. */
  public SipUri uri() {
    List<String> routes = request.values(HeaderName.ROUTE);
    return routes.isEmpty() ? request.uri() : Grammar.nameAddr(routes.getFirst()).uri();
  }

  /**
   * The next hop of a request inside a dialog, or null when it is none or carries no genuine Route
   * of ours: a Route alone begins nothing new.
   */
  public static @Nullable NextHop of(SipRequest request, DialogRoute dialogRoute, Instant now) {
    if (request.toTag() == null) {
      return null;
    }
    List<String> routes = request.values(HeaderName.ROUTE);
    int ours = 0;
    DialogRoute.Reading.@Nullable Genuine last = null;
    SipUri itself = null;
    SipUri next = null;
    for (String value : routes) {
      SipUri uri = Grammar.nameAddr(value).uri();
      if (!(dialogRoute.read(uri, request, now) instanceof DialogRoute.Reading.Genuine genuine)) {
        next = uri;
        break;
      }
      if (last == null || genuine.faces().covers(genuine.towards())) {
        last = genuine;
        itself = uri;
      }
      ours++;
    }
    if (last == null || itself == null) {
      return null;
    }
    Edit<SipRequest> edit = request.edit();
    for (int i = 0; i < ours; i++) {
      edit.pop(HeaderName.ROUTE);
    }
    SipRequest onward = edit.done();
    Hop flow = last.faces().covers(last.towards()) ? last.flow() : null;
    if (next == null && flow != null) {
      return new NextHop(onward, flow, null, true);
    }
    SipUri target = next == null ? request.uri() : next;
    boolean told = dialogRoute.leadsTo(itself, last.towards(), target);
    Transport transport = target.transport() == null ? Transport.UDP : target.transport();
    InetSocketAddress remote =
        HostAddress.socketAddress(target.host(), target.portOr(transport.defaultPort()));
    return remote == null
        ? new NextHop(onward, null, target, told)
        : new NextHop(onward, Hop.to(transport, remote), null, told);
  }

  /**
   * Where requests of the dialog will go that lead to who sent this message: the proxy in front of
   * it that wants to be passed, else its Contact (RFC 3261 §12.1); null when it tells no place.
   */
  public static @Nullable SipUri towardsSender(SipMessage message) {
    List<String> recorded = message.values(HeaderName.RECORD_ROUTE);
    return recorded.isEmpty() ? contactOf(message) : Grammar.nameAddr(recorded.getFirst()).uri();
  }

  /** The Contact of a message, or null when there is none. */
  public static @Nullable SipUri contactOf(SipMessage message) {
    List<String> contacts = message.values(HeaderName.CONTACT);
    return contacts.isEmpty() || contacts.getFirst().equals("*")
        ? null
        : Grammar.nameAddr(contacts.getFirst()).uri();
  }

  /** What of a URI decides where a request for it is sent; of a GRUU all of it (RFC 5627 §5.1). */
  public static String key(SipUri uri) {
    Transport transport = uri.transport() == null ? Transport.UDP : uri.transport();
    String device = uri.params().get("gr");
    return (device == null ? "" : uri.user() + ";" + device.toLowerCase(Locale.ROOT) + "@")
        + uri.host()
        + ":"
        + uri.portOr(transport.defaultPort());
  }
}
