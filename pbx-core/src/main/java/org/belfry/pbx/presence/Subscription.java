package org.belfry.pbx.presence;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A watcher's subscription to a resource (RFC 6665 §4.2): a value that {@link Notifier} advances.
 *
 * @param watcher extension of the user who watches, or what stands for a peer
 * @param entity URI of what is watched, as the watcher wrote it
 * @param latest how things are
 * @param told how the watcher knows them, as far as we know; null when it is to be told everything
 * @param version of the next body
 * @param quietUntil no change is told before
 */
public record Subscription<S>(
    SubscriptionDialog dialog,
    String watcher,
    String entity,
    EventPackage<S> pack,
    String event,
    Duration interval,
    S latest,
    @Nullable S told,
    long version,
    Instant expiresAt,
    Instant quietUntil,
    Phase phase) {

  /** What a subscription is about. */
  public sealed interface Phase {
    /** The watcher knows how things are. */
    record Idle() implements Phase {}

    /** Something has changed, and is told when the interval is over. */
    record Holding() implements Phase {}

    /**
     * A notification is on its way; one at a time (RFC 6665 §4.2.2).
     *
     * @param again another one is owed, however things are then: the watcher has refreshed
     * @param ending why that one will be the last, or null
     */
    record Notifying(boolean again, @Nullable Reason ending) implements Phase {}

    /** The last notification is on its way. */
    record Leaving() implements Phase {}

    /** All is said. */
    record Over() implements Phase {}
  }

  /** Why a subscription ends; the words of RFC 6665 §4.1.3. */
  public enum Reason {
    /** It has expired, or the watcher wants no more. */
    TIMEOUT("timeout"),
    /** What was watched is no more. */
    NO_RESOURCE("noresource"),
    /** The watcher may not watch it any more. */
    REJECTED("rejected");

    final String word;

    Reason(String word) {
      this.word = word;
    }
  }

  /** A new one, before its first notification. */
  public static <S> Subscription<S> begin(
      SubscriptionDialog dialog,
      String watcher,
      String entity,
      EventPackage<S> pack,
      SubscribeRequest asked,
      Resource resource,
      Instant now) {
    return new Subscription<>(
        dialog,
        watcher,
        entity,
        pack,
        asked.event(),
        asked.interval(),
        pack.state(resource),
        null,
        0,
        now.plus(asked.expires()),
        now,
        new Phase.Idle());
  }

  /** True when it has ended for us: it cannot be refreshed any more. */
  public boolean isEnding() {
    return switch (phase) {
      case Phase.Notifying notifying -> notifying.ending() != null;
      case Phase.Leaving leaving -> true;
      case Phase.Over over -> true;
      case Phase.Idle idle -> false;
      case Phase.Holding holding -> false;
    };
  }

  Subscription<S> in(Phase next) {
    return new Subscription<>(
        dialog,
        watcher,
        entity,
        pack,
        event,
        interval,
        latest,
        told,
        version,
        expiresAt,
        quietUntil,
        next);
  }

  Subscription<S> with(Resource resource) {
    return new Subscription<>(
        dialog,
        watcher,
        entity,
        pack,
        event,
        interval,
        pack.state(resource),
        told,
        version,
        expiresAt,
        quietUntil,
        phase);
  }

  Subscription<S> refreshed(SubscriptionDialog its, Duration itsInterval, Instant until) {
    return new Subscription<>(
        its,
        watcher,
        entity,
        pack,
        event,
        itsInterval,
        latest,
        null,
        version,
        until,
        quietUntil,
        phase);
  }

  /** The latest state is on its way to the watcher. */
  Subscription<S> telling(Phase next, Instant now) {
    return new Subscription<>(
        dialog.next(),
        watcher,
        entity,
        pack,
        event,
        interval,
        latest,
        latest,
        version + 1,
        expiresAt,
        now.plus(interval),
        next);
  }

  /** What the watcher was told did not arrive; it is told everything later. */
  Subscription<S> unheard(Instant until) {
    return new Subscription<>(
        dialog,
        watcher,
        entity,
        pack,
        event,
        interval,
        latest,
        null,
        version,
        expiresAt,
        until,
        new Phase.Holding());
  }
}
