package org.belfry.pbx.sip.transport;

import org.belfry.pbx.lane.LaneEvent;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.locate.Supported;
import org.jspecify.annotations.Nullable;

/**
 * What a lane needs of the network: real sockets in the appliance, the virtual network in tests.
 */
public interface SipNetwork {

  /**
   * The same hop with its local end filled in, or null when no listener of ours reaches the remote
   * over that transport.
   */
  @Nullable Hop route(Hop hop);

  /** What it can send over. */
  Supported supported();

  /**
   * Sends and returns at once; a failure comes back to the lanes as {@link LaneEvent.SendFailed}.
   */
  void send(byte[] message, Hop hop);
}
