package org.belfry.pbx.sip.transaction;

import java.time.Instant;
import org.belfry.pbx.engine.Step;

/**
 * A server transaction's machine (RFC 3261 §17.2). One object serves all transactions of its kind.
 */
public sealed interface ServerTransaction
    permits InviteServerTransaction, NonInviteServerTransaction {

  /** The state of a transaction whose request has just come. */
  ServerState first();

  Step<ServerState> on(ServerState state, TransactionEvent event, Instant now);
}
