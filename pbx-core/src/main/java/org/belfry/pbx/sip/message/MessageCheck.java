package org.belfry.pbx.sip.message;

import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.jspecify.annotations.Nullable;

/** What every element demands of a message (RFC 3261 §8.1.1, §16.3; cases of RFC 4475 §3.1.2). */
final class MessageCheck {
  private static final HeaderName[] ONCE = {
    HeaderName.CALL_ID,
    HeaderName.CSEQ,
    HeaderName.FROM,
    HeaderName.TO,
    HeaderName.MAX_FORWARDS,
    HeaderName.CONTENT_LENGTH
  };

  private static final String URI_PROBLEM = "The Request-URI cannot be read";

  private MessageCheck() {}

  static @Nullable String problemOf(SipMessage message) {
    try {
      return check(message);
    } catch (MalformedHeader e) {
      return e.phrase();
    }
  }

  private static @Nullable String check(SipMessage message) {
    for (HeaderName name : ONCE) {
      if (message.repeats(name)) {
        return name + " stands more than once";
      }
    }
    message.topVia();
    Method cseqMethod = message.cseq().method();
    if (message.callId().isEmpty()) {
      return "Call-ID is empty";
    }
    message.fromTag(); // reads the address too
    message.toTag();
    String length = message.header(HeaderName.CONTENT_LENGTH);
    if (length != null
        && Scan.bareNumber(HeaderName.CONTENT_LENGTH, length) != message.bodyLength()) {
      return "Content-Length is larger than the message";
    }
    if (message instanceof SipRequest request) {
      if (!request.isVersion2()) {
        return "This version of SIP is not supported";
      }
      if (!cseqMethod.equals(request.method())) {
        return "CSeq names another method";
      }
      if (request.number(HeaderName.MAX_FORWARDS, 70) > 255) {
        return "Max-Forwards is out of range";
      }
      return uriProblem(request);
    }
    return null;
  }

  private static @Nullable String uriProblem(SipRequest request) {
    String text = request.uriText();
    try {
      // §19.1.1: no headers in a Request-URI; a question mark in the user part is none.
      if (!request.uri().isSip() || text.indexOf('?', text.indexOf('@') + 1) < 0) {
        return null;
      }
    } catch (MalformedHeader e) {
      return URI_PROBLEM;
    }
    return URI_PROBLEM;
  }
}
