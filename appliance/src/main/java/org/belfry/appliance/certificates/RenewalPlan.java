package org.belfry.appliance.certificates;

import java.time.Duration;
import java.time.Instant;
import org.belfry.appliance.acme.AcmeDirectory.Window;
import org.jspecify.annotations.Nullable;

/**
 * When a certificate is renewed: at a moment of the window that the authority suggests (RFC 9773
 * §4.2), without one at two thirds of its life; and when a failed request is repeated.
 */
final class RenewalPlan {
  private static final Duration FIRST_RETRY = Duration.ofHours(1);
  private static final Duration LAST_RETRY = Duration.ofHours(12);

  /** Of what is left of a certificate's life: a fifth, so that five more requests fit. */
  private static final int PARTS = 5;

  private RenewalPlan() {}

  /**
   * @param window what the authority suggests, or null
   * @param fraction 0 to below 1, chosen once for each certificate, so that not all of an
   *     authority's customers come at once
   */
  static Instant due(
      Instant notBefore, Instant notAfter, @Nullable Window window, double fraction) {
    if (window != null) {
      long millis = Duration.between(window.start(), window.end()).toMillis();
      return window.start().plusMillis((long) (millis * fraction));
    }
    return notBefore.plus(Duration.between(notBefore, notAfter).dividedBy(3).multipliedBy(2));
  }

  /**
   * When a request is repeated: after an hour, then twice as long each time up to twelve, sooner
   * when the certificate has not that much left, and not before the authority takes one.
   *
   * @param failures in a row, 1 or more
   * @param notAfter end of the certificate in use, or null when it is not one to be renewed
   * @param notBefore what the authority said, or null
   */
  static Instant retry(
      int failures, Instant now, @Nullable Instant notAfter, @Nullable Instant notBefore) {
    Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 4));
    if (pause.compareTo(LAST_RETRY) > 0) {
      pause = LAST_RETRY;
    }
    if (notAfter != null && notAfter.isAfter(now)) {
      Duration share = Duration.between(now, notAfter).dividedBy(PARTS);
      pause = share.compareTo(pause) < 0 ? max(share, FIRST_RETRY) : pause;
    }
    Instant at = now.plus(pause);
    return notBefore != null && notBefore.isAfter(at) ? notBefore : at;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
