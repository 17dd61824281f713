package org.belfry.pbx.presence;

import java.time.Duration;
import org.belfry.pbx.engine.Event;
import org.jspecify.annotations.Nullable;

/** What can happen to a subscription. */
public sealed interface SubscriptionEvent extends Event {

  /** What is watched may have changed. */
  record Changed(Resource resource) implements SubscriptionEvent {}

  /**
   * The watcher has sent SUBSCRIBE again.
   *
   * @param expires granted; zero when it wants no more
   */
  record Refreshed(SubscriptionDialog dialog, Duration expires, Duration interval)
      implements SubscriptionEvent {}

  /** Its time is over. */
  record Expired() implements SubscriptionEvent {}

  /** We end it. */
  record Ended(Subscription.Reason reason) implements SubscriptionEvent {}

  /** Another change may be told. */
  record IntervalOver() implements SubscriptionEvent {}

  /**
   * The notification was answered.
   *
   * @param status final
   * @param retryAfter from the answer, or null
   */
  record NotifyAnswered(int status, @Nullable Duration retryAfter) implements SubscriptionEvent {}

  /** The notification was not answered, or could not be sent. */
  record NotifyLost() implements SubscriptionEvent {}
}
