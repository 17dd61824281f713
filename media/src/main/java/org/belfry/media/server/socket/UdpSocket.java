package org.belfry.media.server.socket;

import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.relay.Wire;
import org.belfry.media.rtp.Packet;

/**
 * One bound UDP port. It is read and written by the thread of the {@link Poller} that it was added
 * to, and never waits.
 */
public interface UdpSocket extends Wire {
  /**
   * Reads one datagram, if there is one. A datagram too long for a packet comes as an empty one.
   *
   * @return whether there was one
   */
  boolean receive(Packet packet, Sender sender);

  /**
   * Reads the datagrams that wait, into the first packets.
   *
   * @return how many, at most as many as there are packets
   */
  default int receive(Packet[] packets, Sender[] senders) {
    int count = 0;
    while (count < packets.length && receive(packets[count], senders[count])) {
      count++;
    }
    return count;
  }

  /**
   * Puts a datagram, copied, to those that leave with the next {@link #flush}: for a socket that
   * many are sent by, as that is cheaper than each by itself.
   *
   * @return false when it is not taken, as there are many already or there is no way there
   */
  default boolean put(Packet packet, TransportAddress to) {
    return send(packet, to);
  }

  /**
   * Sends what was put.
   *
   * @return how many of them the system did not take
   */
  default int flush() {
    return 0;
  }

  /** Where it is bound to. */
  TransportAddress local();

  /** Closes it. A second time does nothing. On the poller's thread, once it has been added. */
  void close();
}
