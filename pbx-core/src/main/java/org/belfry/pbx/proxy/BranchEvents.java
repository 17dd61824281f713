package org.belfry.pbx.proxy;

import java.time.Instant;

/** Takes what happens to the branches of a forwarded request: the host of its machine. */
@FunctionalInterface
interface BranchEvents {
  void on(ProxyEntry entry, ProxyEvent event, Instant now);
}
