package org.belfry.pbx.inbound;

import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;

/** Generates the responses of the server itself (RFC 3261 §8.2.6). */
public final class Responder {
  private final TransactionTable transactions;
  private final RandomGenerator random;

  public Responder(TransactionTable transactions, RandomGenerator random) {
    this.transactions = transactions;
    this.random = random;
  }

  /** A To tag that nobody can guess (RFC 3261 §19.3). */
  public String tag() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }

  /** The same each time, for answers to one request that are given without a state (§8.2.7). */
  public static String sameTag(SipRequest request) {
    return Integer.toHexString(request.topVia().branch().hashCode()) + "c";
  }

  /** A response with the tag that fits the state of the request's transaction. */
  public SipResponse response(ServerEntry entry, SipRequest request, int status, String reason) {
    String tag = transactions.isUnproven(entry) ? sameTag(request) : tag();
    return request.respond(status, reason, tag).done();
  }

  public void answer(
      ServerEntry entry, SipRequest request, int status, String reason, Instant now) {
    send(entry, response(entry, request, status, reason), now);
  }

  /** Gives a response to the transaction of its request. */
  public void send(ServerEntry entry, SipResponse response, Instant now) {
    transactions.respond(entry, response, now);
  }
}
