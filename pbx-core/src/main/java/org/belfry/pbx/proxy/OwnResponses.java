package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.call.Reasons;
import org.belfry.pbx.proxy.RequestChecks.Refusal;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;

/**
 * Final responses that the proxy makes itself, as a UAS would (RFC 3261 §16.3, §16.5, §16.7 step
 * 6): refusals and redirects.
 */
final class OwnResponses {
  private final TransactionTable transactions;
  private final ProxiedCalls told;

  OwnResponses(TransactionTable transactions, ProxiedCalls told) {
    this.transactions = transactions;
    this.told = told;
  }

  void refuse(ServerEntry entry, SipRequest request, int status, String reason, Instant now) {
    transactions.respond(entry, of(request, status, reason), now);
  }

  void refuse(NewRequest request, Refusal refusal, Instant now) {
    refuse(request.entry(), request.request(), refusal.status(), refusal.reason(), now);
  }

  /** Refuses what may be a call already. */
  void refuse(ProxyEntry entry, SipRequest request, int status, String reason, Instant now) {
    told.refused(entry.trackedCall, status, now);
    refuse(entry.server, request, status, reason, now);
  }

  void redirect(ProxyEntry entry, SipRequest request, CallPlan.Redirect where, Instant now) {
    SipResponse moved = moved(request, where);
    told.refused(entry.trackedCall, moved.status(), now);
    transactions.respond(entry.server, moved, now);
  }

  static SipResponse of(SipRequest request, int status, String reason) {
    return request.respond(status, reason, tag(request)).done();
  }

  /** With a Warning (RFC 3261 §20.43). */
  static SipResponse warning(
      SipRequest request, int status, String reason, String agent, Warning why) {
    return request
        .respond(status, reason, tag(request))
        .add(
            HeaderName.WARNING,
            why.code() + " " + agent + " \"" + Reasons.quotable(why.text()) + "\"")
        .done();
  }

  /**
   * What a Warning says.
   *
   * @param code of three digits
   */
  record Warning(int code, String text) {
    /** RFC 3261 §20.43: 399, a sentence for people. */
    static Warning miscellaneous(String why, @Nullable String instead) {
      return new Warning(399, instead == null ? why : instead);
    }
  }

  static SipResponse moved(SipRequest request, CallPlan.Redirect where) {
    Edit<SipResponse> moved =
        where.permanent()
            ? request.respond(301, "Moved Permanently", tag(request))
            : request.respond(302, "Moved Temporarily", tag(request));
    for (String uri : where.uris()) {
      moved.add(HeaderName.CONTACT, "<" + uri + ">");
    }
    return moved.done();
  }

  /**
   * A proxy's own answer needs a To tag like any other (§16.7 step 6); the branch makes it
   * repeatable.
   */
  private static String tag(SipRequest request) {
    return Integer.toHexString(request.topVia().branch().hashCode()) + "p";
  }
}
