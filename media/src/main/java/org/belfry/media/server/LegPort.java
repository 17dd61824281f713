package org.belfry.media.server;

import org.belfry.media.relay.Sender;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.UdpSocket;

/**
 * A port of a leg, as its loop knows it.
 *
 * @param second whether it is the one for RTCP
 */
record LegPort(LoopLeg leg, UdpSocket socket, boolean second) {
  void received(Packet packet, Sender sender, long now) {
    leg.received(packet, sender, second, now);
  }
}
