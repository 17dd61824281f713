package org.belfry.pbx.fuse;

/** What a fuse measures, and so why it blows. */
public enum FuseMeasure {
  AT_ONCE,
  CALLS_PER_HOUR,
  CALLS_PER_DAY,
  MINUTES_PER_HOUR,
  MINUTES_PER_DAY,
  /** In millionths of the currency. */
  COST_PER_DAY,
  /** Calls in this hour of the week, against what is normal then ({@link NormalHours}). */
  UNUSUAL_HOUR
}
