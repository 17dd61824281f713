package org.belfry.pbx.transaction;

import java.util.Locale;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Via;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * What tells server transactions apart (RFC 3261 §17.2.3): the top Via's branch and sent-by, and
 * the method, where an ACK belongs to its INVITE.
 *
 * @param branch for RFC 2543 clients, whose branches mean nothing, the fields that had this job
 *     then
 * @param host of sent-by, lower case
 * @param port of sent-by, 0 when none is written
 */
public record ServerKey(String branch, String host, int port, Method method) {

  public static ServerKey of(SipRequest request) {
    Method method = request.method().equals(Method.ACK) ? Method.INVITE : request.method();
    return of(request, method);
  }

  /** The transaction that a response of ours belongs to; only for clients with magic cookies. */
  public static ServerKey ofResponse(SipMessage response) {
    Via via = response.topVia();
    return new ServerKey(via.branch(), host(via), via.port(), response.cseq().method());
  }

  /** The INVITE transaction that a CANCEL means (§9.2). */
  public static ServerKey ofCancelled(SipRequest cancel) {
    return of(cancel, Method.INVITE);
  }

  private static ServerKey of(SipRequest request, Method method) {
    Via via = request.topVia();
    if (via.hasMagicCookie() && via.branch().length() > Via.MAGIC_COOKIE.length()) {
      return new ServerKey(via.branch(), host(via), via.port(), method);
    }
    // "… Request-URI, To tag, From tag, Call-ID, CSeq, and top Via header field": without the To
    // tag, which an ACK
    // has and its INVITE has not, and without the method, which the key holds itself.
    String old =
        request.uriText()
            + '|'
            + request.fromTag()
            + '|'
            + request.callId()
            + '|'
            + request.cseq().number()
            + '|'
            + via.branch();
    return new ServerKey(old, host(via), via.port(), method);
  }

  private static String host(Via via) {
    return via.host().toLowerCase(Locale.ROOT); // itself when it is in lower case
  }
}
