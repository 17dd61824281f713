package org.belfry.pbx.sip.transport;

import java.time.Duration;

/** The time limits of connections, counted in ticks of the chore that looks at them. */
record Ticks(
    long opening, long firstMessage, long message, long idle, long stranger, long ping, long pong) {
  private static final int UNANSWERED_PINGS = 3;

  static Ticks of(TransportProperties p, Duration tick) {
    long ping = Math.max(1, p.pingInterval().dividedBy(tick));
    return new Ticks(
        p.openingTimeout().dividedBy(tick),
        p.firstMessageTimeout().dividedBy(tick),
        p.messageTimeout().dividedBy(tick),
        p.idleTimeout().dividedBy(tick),
        p.connections().strangerIdle().dividedBy(tick),
        ping,
        ping * UNANSWERED_PINGS);
  }

  /** Fine enough for the shortest limit, coarse enough to cost nothing. */
  static Duration length(TransportProperties p) {
    long shortest = Math.min(p.messageTimeout().toMillis(), p.openingTimeout().toMillis());
    return Duration.ofMillis(Math.clamp(shortest / 4, 20, 1000));
  }
}
