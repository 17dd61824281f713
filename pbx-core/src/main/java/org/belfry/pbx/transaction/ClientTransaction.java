package org.belfry.pbx.transaction;

import org.belfry.pbx.engine.Machine;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * A client transaction's machine (RFC 3261 §17.1). One object serves all transactions of its kind.
 */
public sealed interface ClientTransaction
    extends Machine<ClientState, TransactionEvent, TransactionEffect>
    permits InviteClientTransaction, NonInviteClientTransaction {

  /** Sends the request and starts the timers. */
  Step<ClientState, TransactionEffect> start(SipRequest request);
}
