package org.belfry.pbx.sip.transaction;

import java.time.Instant;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * A client transaction's machine (RFC 3261 §17.1). One object serves all transactions of its kind.
 */
public sealed interface ClientTransaction
    permits InviteClientTransaction, NonInviteClientTransaction {

  /** Sends the request and starts the timers. */
  Step<ClientState> start(SipRequest request);

  Step<ClientState> on(ClientState state, TransactionEvent event, Instant now);
}
