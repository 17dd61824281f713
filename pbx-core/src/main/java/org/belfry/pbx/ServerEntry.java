package org.belfry.pbx;

import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.transaction.ServerKey;
import org.belfry.pbx.sip.transaction.ServerState;
import org.belfry.pbx.sip.transaction.ServerTransaction;
import org.jspecify.annotations.Nullable;

/** A request that came in. */
final class ServerEntry extends TransactionEntry {
  final ServerKey key;
  final ServerTransaction machine;
  ServerState state;

  /** The proxy that works on it, or null when we answered it ourselves or the work is done. */
  @Nullable ProxyEntry proxy;

  ServerEntry(ServerKey key, ServerTransaction machine, Hop replyHop) {
    super(replyHop);
    this.key = key;
    this.machine = machine;
    this.state = machine.first();
  }
}
