package org.belfry.pbx.fuse;

/**
 * What one fuse lets through; 0 is no limit.
 *
 * @param atOnce calls at the same time
 * @param callsPerHour calls begun within 60 minutes
 * @param callsPerDay calls begun within 24 hours
 * @param minutesPerHour minutes talked within 60 minutes, by all calls together
 * @param minutesPerDay minutes talked within 24 hours, by all calls together
 * @param costPerDay what calls with a known rate may cost within 24 hours, in millionths of the
 *     currency of the rates
 */
public record FuseLimits(
    int atOnce,
    int callsPerHour,
    int callsPerDay,
    int minutesPerHour,
    int minutesPerDay,
    long costPerDay) {
  public static final FuseLimits NONE = new FuseLimits(0, 0, 0, 0, 0, 0);

  public FuseLimits {
    if (atOnce < 0
        || callsPerHour < 0
        || callsPerDay < 0
        || minutesPerHour < 0
        || minutesPerDay < 0
        || costPerDay < 0) {
      throw new IllegalArgumentException("a limit is negative");
    }
  }

  /** By what is measured. */
  public long of(FuseMeasure measure) {
    return switch (measure) {
      case AT_ONCE -> atOnce;
      case CALLS_PER_HOUR -> callsPerHour;
      case CALLS_PER_DAY -> callsPerDay;
      case MINUTES_PER_HOUR -> minutesPerHour;
      case MINUTES_PER_DAY -> minutesPerDay;
      case COST_PER_DAY -> costPerDay;
      case UNUSUAL_HOUR -> 0; // learned, not set
    };
  }
}
