package org.belfry.media.path;

import org.belfry.media.rtp.Packet;

/** Where a leg's packets go: to its protection and its socket. */
public interface PacketSink {
  /** Sends a packet. It belongs to the caller again when this returns; its bytes may be changed. */
  void send(Packet packet);
}
