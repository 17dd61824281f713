package org.belfry.pbx.sim;

import java.time.Duration;

/** What the virtual network does to datagrams. */
public enum Weather {
  CALM(0, 0, Duration.ofMillis(5), Duration.ZERO),
  LOSSY(0.15, 0, Duration.ofMillis(20), Duration.ofMillis(10)),
  DUPLICATING(0, 0.3, Duration.ofMillis(20), Duration.ofMillis(10)),
  REORDERING(0, 0, Duration.ofMillis(20), Duration.ofMillis(400)),
  SLOW(0, 0, Duration.ofMillis(900), Duration.ofMillis(100)),
  STORM(0.1, 0.2, Duration.ofMillis(50), Duration.ofMillis(700));

  final double loss;
  final double duplication;
  final Duration delay;
  final Duration jitter;

  Weather(double loss, double duplication, Duration delay, Duration jitter) {
    this.loss = loss;
    this.duplication = duplication;
    this.delay = delay;
    this.jitter = jitter;
  }
}
