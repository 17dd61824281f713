package org.belfry.pbx.presence;

import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * What a registered phone is told of its user's mailbox without having subscribed (RFC 3842 calls
 * it unsolicited): a NOTIFY that belongs to no dialog.
 */
public final class MailboxNotice {
  private MailboxNotice() {}

  /**
   * The request, without Via and Contact.
   *
   * @param callId of no other request
   */
  public static SipRequest to(Binding binding, Aor aor, MailboxSummary summary, String callId) {
    Edit<SipRequest> notify = SipRequest.create(Method.NOTIFY, binding.contact());
    for (String each : binding.path()) {
      notify.add(HeaderName.ROUTE, each); // RFC 3327 §5.3
    }
    return notify
        .add(HeaderName.MAX_FORWARDS, "70")
        .add(HeaderName.FROM, "<" + aor + ">;tag=" + callId)
        .add(HeaderName.TO, "<" + aor + ">")
        .add(HeaderName.CALL_ID, callId)
        .add(HeaderName.CSEQ, "1 NOTIFY")
        .add(HeaderName.EVENT, MessageSummaryPackage.NAME)
        .add(HeaderName.SUBSCRIPTION_STATE, "terminated")
        .body(
            MessageSummaryPackage.CONTENT_TYPE, MessageSummaryPackage.body(summary, aor.toString()))
        .done();
  }
}
