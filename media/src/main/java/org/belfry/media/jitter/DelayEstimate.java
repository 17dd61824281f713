package org.belfry.media.jitter;

import java.util.Arrays;

/**
 * How long packets take, compared with the fastest: a histogram of the extra delay that forgets
 * within some ten seconds, and the delay that all but three in a hundred stay under.
 *
 * <p>The fastest is looked for among the last 4 to 8 s, so that clocks that drift apart and routes
 * that change are followed.
 */
final class DelayEstimate {
  /** Width of a histogram's column. */
  static final long STEP_NANOS = 10_000_000;

  private static final int COLUMNS = 101;
  private static final long WINDOW_NANOS = 4_000_000_000L;
  private static final double TOO_LATE_SHARE = 0.03;

  /** Each packet makes those before it weigh so much less: at 50 packets/s, half in 7 s. */
  private static final double FORGET = 0.998;

  /** A packet that came too late counts as so many: waiting for proof would lose more of them. */
  private static final int LATE_WEIGHT = 20;

  private static final double RESCALE_ABOVE = 1e9;

  private final long minNanos;
  private final long maxNanos;
  private final int clockRate;
  private final double[] weights = new double[COLUMNS];
  private double total;
  private double weight = 1;
  private long earlierFastest;
  private long fastest;
  private long windowBegan;
  private boolean begun;
  private long target;

  DelayEstimate(JitterSettings settings, int clockRate) {
    this.minNanos = settings.minDelayMs() * 1_000_000L;
    this.maxNanos = settings.maxDelayMs() * 1_000_000L;
    this.clockRate = clockRate;
    this.target = minNanos;
  }

  /** Forgets whose packets these were: another clock, another route. Keeps how much they jitter. */
  void restart() {
    begun = false;
  }

  /** When a packet of that timestamp comes at the earliest. */
  long earliest(long timestamp) {
    return Math.min(earlierFastest, fastest) + nanos(timestamp);
  }

  /** How long sound is to be held after that, in nanoseconds. */
  long target() {
    return target;
  }

  long nanos(long ticks) {
    long seconds = Math.floorDiv(ticks, (long) clockRate);
    return seconds * 1_000_000_000L
        + Math.floorMod(ticks, (long) clockRate) * 1_000_000_000L / clockRate;
  }

  /** Later than the earliest by so much; 0 when nothing is known. */
  long lateness(long timestamp, long now) {
    return begun ? now - earliest(timestamp) : 0;
  }

  void arrived(long timestamp, long now, boolean tooLate) {
    long transit = now - nanos(timestamp);
    if (!begun) {
      begun = true;
      earlierFastest = transit;
      fastest = transit;
      windowBegan = now;
    } else if (now - windowBegan > WINDOW_NANOS) {
      earlierFastest = fastest;
      fastest = transit;
      windowBegan = now;
    }
    fastest = Math.min(fastest, transit);
    long late = transit - Math.min(earlierFastest, fastest);
    // Below zero once a sender has led its timestamps beyond all that nanoseconds can say.
    int column = Math.clamp(late / STEP_NANOS, 0, COLUMNS - 1);
    double share = tooLate ? weight * LATE_WEIGHT : weight;
    weights[column] += share;
    total += share;
    weight /= FORGET;
    if (weight > RESCALE_ABOVE) {
      rescale();
    }
    target = Math.clamp(quantile(), minNanos, maxNanos);
  }

  private long quantile() {
    double allowed = total * TOO_LATE_SHARE;
    int column = COLUMNS - 1;
    while (column > 0 && weights[column] <= allowed) {
      allowed -= weights[column];
      column--;
    }
    return (column + 1) * STEP_NANOS;
  }

  private void rescale() {
    for (int i = 0; i < COLUMNS; i++) {
      weights[i] /= weight;
    }
    total = Arrays.stream(weights).sum();
    weight = 1;
  }
}
