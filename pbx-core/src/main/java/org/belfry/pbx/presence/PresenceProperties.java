package org.belfry.pbx.presence;

import java.time.Duration;

/**
 * Limits of subscriptions and publications.
 *
 * @param expiresDefault lifetime when the watcher names none
 * @param expiresMin shorter wishes are answered with 423 (RFC 6665 §4.2.1.1)
 * @param expiresMax longer wishes are shortened
 * @param subscriptionsPerWatcher of one user; more are answered with 403
 * @param subscriptionsInAll more are answered with 480 and Retry-After
 * @param publicationsPerAor of one user's presence; more are answered with 403
 * @param publicationBytes larger bodies are answered with 413
 * @param partialDialogs true to send watchers of dialogs only what has changed (RFC 4235 §3.3)
 * @param unsolicitedMailbox true to tell registered phones that have not subscribed of their
 *     mailbox (RFC 3842 §4.1)
 */
public record PresenceProperties(
    Duration expiresDefault,
    Duration expiresMin,
    Duration expiresMax,
    int subscriptionsPerWatcher,
    int subscriptionsInAll,
    int publicationsPerAor,
    int publicationBytes,
    boolean partialDialogs,
    boolean unsolicitedMailbox) {

  public static final PresenceProperties DEFAULT =
      new PresenceProperties(
          Duration.ofHours(1),
          Duration.ofSeconds(60),
          Duration.ofHours(2),
          500,
          20_000,
          10,
          16_384,
          false,
          true);

  /** The same with these limits on what is watched. */
  public PresenceProperties withSubscriptions(int perWatcher, int inAll) {
    return new PresenceProperties(
        expiresDefault,
        expiresMin,
        expiresMax,
        perWatcher,
        inAll,
        publicationsPerAor,
        publicationBytes,
        partialDialogs,
        unsolicitedMailbox);
  }

  /** The same with these ways of telling. */
  public PresenceProperties telling(boolean partial, boolean unsolicited) {
    return new PresenceProperties(
        expiresDefault,
        expiresMin,
        expiresMax,
        subscriptionsPerWatcher,
        subscriptionsInAll,
        publicationsPerAor,
        publicationBytes,
        partial,
        unsolicited);
  }

  public PresenceProperties {
    if (expiresMin.compareTo(Duration.ofSeconds(1)) < 0
        || expiresMax.compareTo(expiresMin) < 0
        || expiresDefault.compareTo(expiresMin) < 0
        || expiresDefault.compareTo(expiresMax) > 0) {
      throw new IllegalArgumentException("1 s <= shortest <= default <= longest lifetime");
    }
    if (subscriptionsPerWatcher < 1 || subscriptionsInAll < 1 || publicationsPerAor < 1) {
      throw new IllegalArgumentException("a limit is 1 or more");
    }
  }
}
