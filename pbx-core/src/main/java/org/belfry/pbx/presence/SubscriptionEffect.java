package org.belfry.pbx.presence;

import java.time.Duration;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;

/** What a subscription wants done. */
public sealed interface SubscriptionEffect extends Effect {

  /**
   * Send this.
   *
   * @param request without Via and Contact
   */
  record SendNotify(SipRequest request, Hop hop) implements SubscriptionEffect {}

  /** Let {@link SubscriptionEvent.Expired} happen then, and not when it was to happen before. */
  record StartExpiry(Duration delay) implements SubscriptionEffect {}

  record StopExpiry() implements SubscriptionEffect {}

  /** Let {@link SubscriptionEvent.IntervalOver} happen then. */
  record StartInterval(Duration delay) implements SubscriptionEffect {}

  record StopInterval() implements SubscriptionEffect {}

  /**
   * Forget it.
   *
   * @param failed true when the watcher could not be told
   */
  record Close(boolean failed) implements SubscriptionEffect {}
}
