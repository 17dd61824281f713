package org.belfry.pbx.inbound.gate;

import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What a gate says of a request. */
public sealed interface GateVerdict {
  Pass PASS = new Pass(null);

  /**
   * It goes on.
   *
   * @param caller whose credentials the gate found right; null from gates that ask for none
   */
  record Pass(@Nullable User caller) implements GateVerdict {}

  /**
   * It ends here with a final response.
   *
   * @param to where the response is sent without keeping a transaction (RFC 3261 §8.2.7); null when
   *     the transaction of the request sends it
   * @param why one sentence
   */
  record Answer(SipResponse response, @Nullable Hop to, String why) implements GateVerdict {
    public int status() {
      return response.status();
    }
  }

  /**
   * It ends here without a response of this gate's.
   *
   * @param why one sentence
   */
  record Drop(String why) implements GateVerdict {}
}
