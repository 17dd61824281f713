package org.belfry.pbx.routing;

import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * Calls to an emergency number of the site, or to the emergency service (RFC 5031). They pass when
 * others are asked to come back later, and are refused for nothing that a phone writes beside the
 * number.
 *
 * <p>What a request says of itself (Priority, RFC 3261 §20.26; Resource-Priority, RFC 7135) makes
 * it no emergency call: anybody can say so.
 */
public final class EmergencyCall {
  private EmergencyCall() {}

  /** Whether a request begins one. */
  public static boolean is(SipRequest request, DialIndex index) {
    if (!request.method().equals(Method.INVITE) || request.toTag() != null) {
      return false;
    }
    try {
      return index.isEmergency(request.uri());
    } catch (MalformedHeader e) {
      return false; // its 400 can wait
    }
  }

  /**
   * An emergency call without the fields that it could be refused for. Extensions that only other
   * servers need are of no use to it (Proxy-Require, RFC 3261 §16.3 step 5). It goes by our trunks
   * and not where a Route leads (§16.4), takes nobody's place (Replaces, RFC 3891), and shows its
   * number so that the emergency centre can call back (Privacy, RFC 3323 §4.2).
   */
  public static SipRequest unhindered(SipRequest request) {
    return request
        .edit()
        .remove(HeaderName.PROXY_REQUIRE)
        .remove(HeaderName.ROUTE)
        .remove(HeaderName.REPLACES)
        .remove(HeaderName.PRIVACY)
        .done();
  }

  /** The same with the number that the service has here; unchanged when it calls a number. */
  public static SipRequest numbered(SipRequest request, DialIndex index) {
    SipUri uri = request.uri();
    String number = index.emergencyServiceNumber();
    return uri.isSip() || uri.scheme().equals("tel") || number == null
        ? request
        : request.editWithUri("sip:" + number + "@" + index.directory().domain()).done();
  }
}
