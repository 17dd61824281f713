package org.belfry.pbx;

import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.transaction.ClientKey;
import org.belfry.pbx.sip.transaction.ClientState;
import org.belfry.pbx.sip.transaction.ClientTransaction;
import org.jspecify.annotations.Nullable;

/** A request that we forwarded, or sent ourselves. */
final class ClientEntry extends TransactionEntry {
  final ClientKey key;
  final ClientTransaction machine;
  @Nullable ClientState state;

  /** Whose branch this is; null for a CANCEL, whose answer interests nobody. */
  final @Nullable ProxyEntry proxy;

  final int branch;

  /** Who of us asked with it; null for what the proxy sends on. */
  final @Nullable Inquiry inquiry;

  ClientEntry(
      ClientKey key,
      ClientTransaction machine,
      Hop hop,
      @Nullable ProxyEntry proxy,
      int branch,
      @Nullable Inquiry inquiry) {
    super(hop);
    this.key = key;
    this.machine = machine;
    this.proxy = proxy;
    this.branch = branch;
    this.inquiry = inquiry;
  }
}
