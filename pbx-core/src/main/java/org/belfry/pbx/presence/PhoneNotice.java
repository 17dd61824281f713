package org.belfry.pbx.presence;

import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * A NOTIFY without a subscription that has a phone do something with itself: {@code check-sync}
 * makes it fetch its configuration again. Never standardised, and understood by all desk phones.
 */
public final class PhoneNotice {
  private PhoneNotice() {}

  /**
   * The request, without Via and Contact.
   *
   * @param event as the phone's maker wants it, with its parameters
   * @param callId of no other request
   */
  public static SipRequest to(Binding binding, Aor aor, String event, String callId) {
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
        .add(HeaderName.EVENT, event)
        .add(HeaderName.SUBSCRIPTION_STATE, "terminated")
        .done();
  }
}
