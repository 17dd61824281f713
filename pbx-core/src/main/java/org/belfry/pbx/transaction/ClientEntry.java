package org.belfry.pbx.transaction;

import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/** A request that we forwarded, or sent ourselves. */
public final class ClientEntry extends TransactionEntry {
  final ClientKey key;
  final ClientTransaction machine;
  @Nullable ClientState state;

  /** Who is told what comes of it; null for a CANCEL, whose answer interests nobody. */
  final @Nullable ClientUser user;

  ClientEntry(ClientKey key, ClientTransaction machine, Hop hop, @Nullable ClientUser user) {
    super(hop);
    this.key = key;
    this.machine = machine;
    this.user = user;
  }

  /** The state of its machine, or null before it was sent. */
  public @Nullable ClientState state() {
    return state;
  }
}
