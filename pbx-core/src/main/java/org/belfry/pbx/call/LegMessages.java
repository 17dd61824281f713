package org.belfry.pbx.call;

import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** The messages of a leg, as data of its dialog. */
final class LegMessages {
  static final String RELIABLE = "100rel";

  private LegMessages() {}

  /**
   * A request of the dialog (RFC 3261 §12.2.1.1).
   *
   * @param dialog with the request's own CSeq
   */
  static Edit<SipRequest> request(LegProfile profile, Dialog dialog, Method method) {
    Edit<SipRequest> request = SipRequest.create(method, dialog.target());
    dialog.route().forEach(each -> request.add(HeaderName.ROUTE, each));
    return request
        .add(HeaderName.MAX_FORWARDS, "70")
        .add(HeaderName.FROM, dialog.local())
        .add(HeaderName.TO, dialog.remote())
        .add(HeaderName.CALL_ID, dialog.callId())
        .add(HeaderName.CSEQ, dialog.localSequence() + " " + method)
        .add(HeaderName.USER_AGENT, profile.agent());
  }

  /** Says where we are and what we can: in INVITE and UPDATE, which refresh the target. */
  static void presenting(Edit<SipRequest> request, LegProfile profile, boolean reliable) {
    request
        .add(HeaderName.CONTACT, profile.contactField())
        .add(HeaderName.ALLOW, profile.allow())
        .add(HeaderName.SUPPORTED, reliable ? "timer, replaces, 100rel" : "timer, replaces")
        .set(HeaderName.USER_AGENT, profile.agent());
  }

  /** An INVITE or UPDATE that changes or refreshes the session. */
  static SipRequest changing(
      LegProfile profile,
      Dialog dialog,
      Method method,
      Content content,
      @Nullable SessionTimer session) {
    Edit<SipRequest> request = request(profile, dialog, method);
    presenting(request, profile, false);
    SessionTimer.asking(request, profile.limits(), session);
    return content.into(request).done();
  }

  /** The ACK for a 2xx (RFC 3261 §13.2.2.4). */
  static SipRequest ack(LegProfile profile, Dialog dialog, long number, Content content) {
    Edit<SipRequest> ack = request(profile, dialog, Method.ACK);
    return content.into(ack.set(HeaderName.CSEQ, number + " ACK")).done();
  }

  static SipRequest bye(LegProfile profile, Dialog dialog, @Nullable String reason) {
    Edit<SipRequest> bye = request(profile, dialog, Method.BYE);
    if (reason != null) {
      bye.add(HeaderName.REASON, reason);
    }
    return bye.add(HeaderName.CONTENT_LENGTH, "0").done();
  }

  /** A response that may form a dialog or refresh its target (RFC 3261 §12.1.1, §12.2.2). */
  static Edit<SipResponse> forming(
      LegProfile profile, SipRequest request, int status, String reason, String tag) {
    Edit<SipResponse> response = request.respond(status, reason, tag);
    request
        .headers(HeaderName.RECORD_ROUTE)
        .forEach(each -> response.add(HeaderName.RECORD_ROUTE, each));
    return response
        .add(HeaderName.CONTACT, profile.contactField())
        .add(HeaderName.ALLOW, profile.allow())
        .add(HeaderName.SUPPORTED, "timer, replaces")
        .add(HeaderName.SERVER, profile.agent());
  }

  /** Any other response. */
  static SipResponse response(
      LegProfile profile, SipRequest request, int status, String reason, Content content) {
    return content
        .into(request.respond(status, reason, null).add(HeaderName.SERVER, profile.agent()))
        .done();
  }

  static SipResponse response(LegProfile profile, SipRequest request, int status, String reason) {
    return response(profile, request, status, reason, Content.NOTHING);
  }

  /** True when somebody says that they know this. */
  static boolean allows(SipMessage message, Method method) {
    return message.values(HeaderName.ALLOW).contains(method.name());
  }

  static boolean reliable(SipMessage message) {
    return message.values(HeaderName.REQUIRE).contains(RELIABLE);
  }

  static boolean knowsReliable(SipMessage message) {
    return reliable(message) || message.values(HeaderName.SUPPORTED).contains(RELIABLE);
  }
}
