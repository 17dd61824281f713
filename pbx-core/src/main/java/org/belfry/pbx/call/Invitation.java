package org.belfry.pbx.call;

import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * A call that we are about to make.
 *
 * @param uri whom it is for: the Request-URI
 * @param from the From value without a tag
 * @param to the To value
 * @param callId a new one
 * @param tag our tag, a new one
 * @param route Routes that the INVITE carries (RFC 3608), usually none
 * @param maxForwards what is left of the hops the call may take (§8.1.1.6)
 * @param content header fields that go along, and the offer; without a body the callee offers
 */
public record Invitation(
    String uri,
    String from,
    String to,
    String callId,
    String tag,
    List<String> route,
    long maxForwards,
    Content content) {

  public Invitation {
    route = List.copyOf(route);
  }

  SipRequest invite(LegProfile profile) {
    Edit<SipRequest> invite = SipRequest.create(Method.INVITE, uri);
    route.forEach(each -> invite.add(HeaderName.ROUTE, each));
    invite
        .add(HeaderName.MAX_FORWARDS, Long.toString(maxForwards))
        .add(HeaderName.FROM, from + ";tag=" + tag)
        .add(HeaderName.TO, to)
        .add(HeaderName.CALL_ID, callId)
        .add(HeaderName.CSEQ, "1 INVITE");
    LegMessages.presenting(invite, profile, profile.reliable() && !content.isEmpty());
    SessionTimer.asking(invite, profile.limits(), null);
    return content.into(invite).done();
  }
}
