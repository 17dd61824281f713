package org.belfry.media.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.media.relay.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which leg has which port of ours, so that two legs that speak to each other are found: a phone's
 * call into voicemail is led through two of them. Safe for any thread.
 */
final class Neighbours {
  private final Map<TransportAddress, LegPort> all = new ConcurrentHashMap<>();

  /**
   * A leg has ports.
   *
   * @param first that for RTP, as others see it; the one for RTCP is the next
   */
  void add(LoopLeg leg, TransportAddress first) {
    for (LegPort port : leg.ports()) {
      all.put(port.second() ? first.withPort(first.port() + 1) : first, port);
    }
  }

  /** Ports are given back: that for RTP, and the next. */
  void remove(TransportAddress first) {
    all.remove(first);
    all.remove(first.withPort(first.port() + 1));
  }

  /** Whose this port is; null when it is none of ours. */
  @Nullable LegPort at(TransportAddress address) {
    return all.get(address);
  }
}
