package org.belfry.pbx.transaction;

import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.sip.transport.SipNetwork;

/**
 * What a host of machines reaches of its lane.
 *
 * @param post where it leaves letters and sets timers
 * @param random of what nobody may guess
 * @param owns true for the Call-IDs whose messages come to this lane
 */
public record LaneContext(
    SipNetwork network,
    TransactionTable transactions,
    Post post,
    RandomGenerator random,
    Predicate<String> owns) {

  /** A new Call-ID for a request whose answers shall come to this lane. */
  public String newCallId(String prefix) {
    while (true) {
      String callId = prefix + HexFormat.of().toHexDigits(random.nextLong());
      if (owns.test(callId)) {
        return callId;
      }
    }
  }
}
