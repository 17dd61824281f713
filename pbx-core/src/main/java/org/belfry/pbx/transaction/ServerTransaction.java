package org.belfry.pbx.transaction;

import java.util.List;
import org.belfry.pbx.engine.Machine;

/**
 * A server transaction's machine (RFC 3261 §17.2). One object serves all transactions of its kind.
 */
public sealed interface ServerTransaction
    extends Machine<ServerState, TransactionEvent, TransactionEffect>
    permits InviteServerTransaction, NonInviteServerTransaction {

  /** The state of a transaction whose request has just come. */
  ServerState first();

  /** What is done when its request has just come. */
  default List<TransactionEffect> begins() {
    return List.of();
  }
}
