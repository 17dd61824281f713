package org.belfry.media.ice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.belfry.media.ice.stun.TransactionId;

/**
 * Whether the far end still agrees to be sent to (RFC 7675 §5.1): it is asked every few seconds,
 * each time with a request of its own that is never sent again, and any answer counts.
 */
final class Consent {
  private static final int OUTSTANDING_MAX = 12;

  private final IceSettings settings;
  private final RandomGenerator random;
  private final Deque<TransactionId> outstanding = new ArrayDeque<>();
  private Instant expiresAt;
  private Instant askAt;

  Consent(IceSettings settings, RandomGenerator random, Instant now) {
    this.settings = settings;
    this.random = random;
    this.expiresAt = now.plus(settings.consentExpires());
    this.askAt = now.plus(spread());
  }

  // 0.8 to 1.2 of the interval, so that calls begun together do not ask together.
  private Duration spread() {
    long millis = settings.consentEach().toMillis();
    return Duration.ofMillis(millis * 8 / 10 + random.nextLong(Math.max(1, millis * 4 / 10)));
  }

  boolean expired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  boolean due(Instant now) {
    return !now.isBefore(askAt);
  }

  void asked(TransactionId id, Instant now) {
    if (outstanding.size() == OUTSTANDING_MAX) {
      outstanding.poll();
    }
    outstanding.add(id);
    askAt = now.plus(spread());
  }

  /** Whether the answer was one to a question of ours. */
  boolean answered(TransactionId id, Instant now) {
    if (!outstanding.contains(id)) {
      return false;
    }
    outstanding.clear();
    expiresAt = now.plus(settings.consentExpires());
    return true;
  }

  /** Whether we have asked this. */
  boolean isOurs(TransactionId id) {
    return outstanding.contains(id);
  }

  Instant wakeAt() {
    return askAt.isBefore(expiresAt) ? askAt : expiresAt;
  }
}
