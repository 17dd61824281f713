package org.belfry.media.relay;

import org.belfry.media.rtp.Packet;

/** One UDP port of a leg: what a leg sends by. Belongs to the leg's thread. */
public interface Wire {
  /**
   * Sends now or never.
   *
   * @return false when the system did not take it: no room, or no way there
   */
  boolean send(Packet packet, TransportAddress to);
}
