package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a provider is asked again (RFC 5626 §4.5): twice as long after each
 * failure, up to a limit, and not all at the same moment.
 */
final class Backoff {
  private static final int DOUBLINGS_MAX = 16;
  private static final Duration OBEYED_MAX = Duration.ofHours(1);

  private final TrunkProperties properties;
  private final RandomGenerator random;

  Backoff(TrunkProperties properties, RandomGenerator random) {
    this.properties = properties;
    this.random = random;
  }

  /**
   * @param failures in a row, 1 or more
   * @param retryAfter what the server asked for, or null (RFC 3261 §20.33); not less, and not for
   *     ever
   */
  Duration afterFailure(int failures, @Nullable Duration retryAfter) {
    long upper =
        Math.min(
            properties.longestRetry().toMillis(),
            properties.retry().toMillis() << Math.min(failures, DOUBLINGS_MAX));
    Duration wait = Duration.ofMillis(upper / 2 + random.nextLong(upper / 2 + 1));
    return retryAfter == null ? wait : obeyed(retryAfter);
  }

  /** For a provider that will say the same again until somebody changes something. */
  Duration afterRefusal(@Nullable Duration retryAfter) {
    Duration usual = spread(properties.refused());
    if (retryAfter == null) {
      return usual;
    }
    Duration asked = obeyed(retryAfter);
    return asked.compareTo(usual) > 0 ? asked : usual;
  }

  /**
   * When to renew what lasts this long: at four fifths of it or a little before, so that two more
   * tries fit in, and registrations of one moment do not stay together.
   */
  Duration renewal(Duration lasts) {
    long share = lasts.toMillis() * 4 / 5;
    return Duration.ofMillis(share - random.nextLong(share / 10 + 1));
  }

  private Duration obeyed(Duration retryAfter) {
    return spread(retryAfter.compareTo(OBEYED_MAX) > 0 ? OBEYED_MAX : retryAfter);
  }

  /** Up to a tenth more. */
  private Duration spread(Duration wait) {
    return wait.plusMillis(random.nextLong(wait.toMillis() / 10 + 1));
  }
}
