package org.belfry.pbx.inbound;

import java.net.InetAddress;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/** Knows the servers of trunks that DNS has named. On any thread. */
public interface TrunkServers {
  /** The server of the trunk that is in use, or null. */
  @Nullable Hop server(String trunk);

  /** True for an address that a server of the trunk was found at last. */
  boolean isServer(String trunk, InetAddress address);
}
