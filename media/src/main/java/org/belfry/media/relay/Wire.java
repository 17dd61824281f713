package org.belfry.media.relay;

import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/** One UDP port of a leg: what a leg sends by. Belongs to the leg's thread. */
public interface Wire {
  /**
   * Sends now or never.
   *
   * @return false when the system did not take it: no room, or no way there
   */
  boolean send(Packet packet, TransportAddress to);

  /**
   * From now on datagrams of others than this one are not wanted, and where the system can it does
   * not even take them: a flood from elsewhere then costs little and displaces nothing. A hint:
   * some may still come.
   *
   * @param peer null: everybody's are wanted
   */
  void narrow(@Nullable TransportAddress peer);
}
