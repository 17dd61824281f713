package org.belfry.pbx.transaction;

import java.time.Duration;

/**
 * The base values of all transaction timers (RFC 3261 §17.1.1.1, Table 4).
 *
 * @param t1 estimate of the round-trip time
 * @param t2 longest retransmission interval of non-INVITE requests and INVITE responses
 * @param t4 how long a message stays in the network
 */
public record TimerValues(Duration t1, Duration t2, Duration t4) {
  public static final TimerValues RFC3261 =
      new TimerValues(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

  /** Timers B, F, H, J, L and M. */
  public Duration t1x64() {
    return Duration.ofNanos(
        t1.toNanos() * 64); // multipliedBy goes by way of BigDecimal, on every transaction
  }

  /** Timer D on unreliable transports: at least 32 s (§17.1.1.2). */
  public Duration timerD() {
    Duration least = Duration.ofSeconds(32);
    return t1x64().compareTo(least) < 0 ? least : t1x64();
  }
}
