package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;

/** A phone's record key: INFO with a Record header field within a call that was forwarded here. */
final class RecordRequests {
  private static final HeaderName RECORD = HeaderName.of("Record");

  private final RecordKeys keys;
  private final DialogParties parties;
  private final TransactionTable transactions;

  RecordRequests(RecordKeys keys, DialogParties parties, TransactionTable transactions) {
    this.keys = keys;
    this.parties = parties;
    this.transactions = transactions;
  }

  /**
   * What such a request asks for is ours to do, so it ends here.
   *
   * @return false when it is something else, or nobody records
   */
  boolean take(ServerEntry entry, SipRequest request, CallMedia.Part part, Instant now) {
    String wish = request.method().equals(Method.INFO) ? request.header(RECORD) : null;
    if (wish == null || !part.dialog().isAnswered()) {
      return false;
    }
    boolean on = wish.strip().equalsIgnoreCase("on");
    if (!on && !wish.strip().equalsIgnoreCase("off")) {
      return false;
    }
    Aor who = parties.sender(request, part, now);
    if (who == null && part.dialog().sender(request) != null) {
      transactions.respond(
          entry, request.respond(403, "Recording Not Permitted", null).done(), now);
      return true;
    }
    switch (keys.pressed(request.callId(), who == null ? null : who.user(), on)) {
      case DONE -> transactions.respond(entry, request.respond(200, "OK", null).done(), now);
      case FORBIDDEN ->
          transactions.respond(
              entry, request.respond(403, "Recording Not Permitted", null).done(), now);
      case NOT_HERE -> {
        return false;
      }
    }
    return true;
  }
}
