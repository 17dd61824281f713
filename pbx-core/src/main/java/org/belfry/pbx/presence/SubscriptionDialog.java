package org.belfry.pbx.presence;

import java.util.List;
import org.belfry.pbx.registrar.WayBack;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * The dialog of a subscription, seen from us (RFC 3261 §12, RFC 6665 §4.4.1).
 *
 * @param local the From of our requests, with our tag
 * @param remote the To of our requests, with the watcher's tag
 * @param target the watcher's Contact
 * @param route the proxies between us, the nearest first
 * @param hop the way there
 * @param localSequence of our latest request
 * @param remoteSequence of the watcher's latest request
 */
public record SubscriptionDialog(
    String callId,
    String localTag,
    String remoteTag,
    String local,
    String remote,
    String target,
    List<String> route,
    Hop hop,
    long localSequence,
    long remoteSequence) {

  public SubscriptionDialog {
    route = List.copyOf(route);
  }

  /**
   * The dialog that a SUBSCRIBE begins (§12.1.1).
   *
   * @param tag ours
   * @param from where it came from
   * @throws MalformedHeader when it names no place to send notifications to
   */
  public static SubscriptionDialog begin(SipRequest subscribe, String tag, Hop from) {
    String remoteTag = subscribe.fromTag();
    if (remoteTag == null) {
      throw new MalformedHeader("From has no tag");
    }
    List<String> route = subscribe.values(HeaderName.RECORD_ROUTE);
    SipUri contact = contact(subscribe);
    return new SubscriptionDialog(
        subscribe.callId(),
        tag,
        remoteTag,
        Grammar.withTag(subscribe.mandatory(HeaderName.TO), tag),
        subscribe.mandatory(HeaderName.FROM),
        contact.text(),
        route,
        way(subscribe, contact, route, from),
        0,
        subscribe.cseq().number());
  }

  /** A further SUBSCRIBE of it refreshes where the watcher is (§12.2.2). */
  public SubscriptionDialog refreshed(SipRequest subscribe, Hop from) {
    SipUri contact = subscribe.has(HeaderName.CONTACT) ? contact(subscribe) : Grammar.uri(target);
    return new SubscriptionDialog(
        callId,
        localTag,
        remoteTag,
        local,
        remote,
        contact.text(),
        route,
        way(subscribe, contact, route, from),
        localSequence,
        subscribe.cseq().number());
  }

  /** The same with one request more of ours. */
  SubscriptionDialog next() {
    return new SubscriptionDialog(
        callId,
        localTag,
        remoteTag,
        local,
        remote,
        target,
        route,
        hop,
        localSequence + 1,
        remoteSequence);
  }

  /** Our latest request, without Via and Contact (§12.2.1.1). */
  Edit<SipRequest> request(Method method) {
    Edit<SipRequest> request = SipRequest.create(method, target);
    for (String each : route) {
      request.add(HeaderName.ROUTE, each);
    }
    return request
        .add(HeaderName.MAX_FORWARDS, "70")
        .add(HeaderName.FROM, local)
        .add(HeaderName.TO, remote)
        .add(HeaderName.CALL_ID, callId)
        .add(HeaderName.CSEQ, localSequence + " " + method);
  }

  /** A proxy in between sent it, and so is the way back. */
  private static Hop way(SipRequest subscribe, SipUri contact, List<String> route, Hop from) {
    return route.isEmpty() ? WayBack.to(contact, subscribe.topVia(), from) : from;
  }

  private static SipUri contact(SipRequest subscribe) {
    List<String> contacts = subscribe.values(HeaderName.CONTACT);
    if (contacts.size() != 1) {
      throw new MalformedHeader("There must be one Contact");
    }
    SipUri uri = Grammar.nameAddr(contacts.getFirst()).uri();
    if (!uri.isSip() || uri.text().chars().anyMatch(c -> c <= ' ')) {
      throw new MalformedHeader("The Contact is no SIP address");
    }
    return uri;
  }
}
