package org.belfry.pbx.guard;

/**
 * How often something may happen.
 *
 * @param perSecond in the long run, 1 to 1,000,000
 * @param burst at once after a pause, 1 or more
 */
public record Rate(int perSecond, int burst) {
  static final long MICROS = 1_000_000;

  public Rate {
    if (perSecond < 1 || perSecond > MICROS || burst < 1) {
      throw new IllegalArgumentException("a rate needs 1 or more");
    }
  }

  /** Time between two at the long run's rate. */
  long intervalMicros() {
    return MICROS / perSecond;
  }

  /** How far ahead of the long run's rate one may be. */
  long aheadMicros() {
    return burst * intervalMicros();
  }
}
