package org.belfry.pbx.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.engine.IllegalTransition;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.presence.EventPackage.Document;
import org.belfry.pbx.presence.Subscription.Phase;
import org.belfry.pbx.presence.Subscription.Reason;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * A notifier's side of a subscription as a machine (RFC 6665 §4.2): at once how things are, then
 * each change, one notification at a time and not too often, and at last why there will be no more.
 * Changes that come faster are told together.
 */
public final class Notifier {
  private static final Duration RETRY_MAX = Duration.ofMinutes(5);
  private static final Duration RETRY_MIN = Duration.ofSeconds(1);

  /**
   * A SUBSCRIBE was granted: §4.2.1.2 wants a notification at once. One that is fetched ends with
   * it.
   *
   * @param expires granted; zero for a fetch
   */
  public <S> Step<Subscription<S>, SubscriptionEffect> start(
      Subscription<S> s, Duration expires, Instant now) {
    List<SubscriptionEffect> effects = new ArrayList<>(2);
    if (expires.isZero()) {
      return Step.to(tell(s, Reason.TIMEOUT, effects, now), effects);
    }
    effects.add(new SubscriptionEffect.StartExpiry(expires));
    return Step.to(tell(s, null, effects, now), effects);
  }

  public <S> Step<Subscription<S>, SubscriptionEffect> on(
      Subscription<S> s, SubscriptionEvent event, Instant now) {
    List<SubscriptionEffect> effects = new ArrayList<>(2);
    Subscription<S> next =
        switch (event) {
          case SubscriptionEvent.Changed e -> changed(s.with(e.resource()), effects, now);
          case SubscriptionEvent.Refreshed e -> refreshed(s, e, effects, now);
          case SubscriptionEvent.Expired e -> end(s, Reason.TIMEOUT, effects, now);
          case SubscriptionEvent.Ended e -> end(s, e.reason(), effects, now);
          case SubscriptionEvent.IntervalOver e -> intervalOver(s, effects, now);
          case SubscriptionEvent.NotifyAnswered e when e.status() < 300 -> heard(s, effects, now);
          case SubscriptionEvent.NotifyAnswered e -> refused(s, e.retryAfter(), effects, now);
          case SubscriptionEvent.NotifyLost e -> refused(s, null, effects, now);
        };
    return Step.to(next, effects);
  }

  private static <S> Subscription<S> changed(
      Subscription<S> s, List<SubscriptionEffect> out, Instant now) {
    if (!(s.phase() instanceof Phase.Idle) || s.latest().equals(s.told())) {
      return s; // who is busy looks at it afterwards
    }
    return tellOrHold(s, out, now);
  }

  private static <S> Subscription<S> tellOrHold(
      Subscription<S> s, List<SubscriptionEffect> out, Instant now) {
    if (!now.isBefore(s.quietUntil())) {
      return tell(s, null, out, now);
    }
    out.add(new SubscriptionEffect.StartInterval(Duration.between(now, s.quietUntil())));
    return s.in(new Phase.Holding());
  }

  /** §4.2.1.2: each SUBSCRIBE is followed by a notification, however soon after the last. */
  private static <S> Subscription<S> refreshed(
      Subscription<S> s, SubscriptionEvent.Refreshed e, List<SubscriptionEffect> out, Instant now) {
    Subscription<S> next = s.refreshed(e.dialog(), e.interval(), now.plus(e.expires()));
    if (e.expires().isZero()) {
      return end(next, Reason.TIMEOUT, out, now);
    }
    return switch (s.phase()) {
      case Phase.Idle idle -> restarted(tell(next, null, out, now), e.expires(), out);
      case Phase.Holding holding -> {
        out.add(new SubscriptionEffect.StopInterval());
        yield restarted(tell(next, null, out, now), e.expires(), out);
      }
      case Phase.Notifying notifying when notifying.ending() == null ->
          restarted(next.in(new Phase.Notifying(true, null)), e.expires(), out);
      case Phase.Notifying notifying -> s;
      case Phase.Leaving leaving -> s;
      case Phase.Over over -> throw new IllegalTransition(over, e);
    };
  }

  private static <S> Subscription<S> restarted(
      Subscription<S> s, Duration expires, List<SubscriptionEffect> out) {
    out.add(new SubscriptionEffect.StartExpiry(expires));
    return s;
  }

  private static <S> Subscription<S> end(
      Subscription<S> s, Reason reason, List<SubscriptionEffect> out, Instant now) {
    return switch (s.phase()) {
      case Phase.Idle idle -> tell(s, reason, out, now);
      case Phase.Holding holding -> {
        out.add(new SubscriptionEffect.StopInterval());
        yield tell(s, reason, out, now);
      }
      case Phase.Notifying notifying -> s.in(new Phase.Notifying(true, reason));
      case Phase.Leaving leaving -> s;
      case Phase.Over over -> s;
    };
  }

  private static <S> Subscription<S> intervalOver(
      Subscription<S> s, List<SubscriptionEffect> out, Instant now) {
    if (!(s.phase() instanceof Phase.Holding)) {
      throw new IllegalTransition(s.phase(), "IntervalOver");
    }
    return s.latest().equals(s.told()) ? s.in(new Phase.Idle()) : tell(s, null, out, now);
  }

  private static <S> Subscription<S> heard(
      Subscription<S> s, List<SubscriptionEffect> out, Instant now) {
    return switch (s.phase()) {
      case Phase.Notifying n when n.ending() != null || n.again() -> tell(s, n.ending(), out, now);
      case Phase.Notifying n when s.latest().equals(s.told()) -> s.in(new Phase.Idle());
      case Phase.Notifying n -> tellOrHold(s, out, now);
      case Phase.Leaving leaving -> over(s, false, out);
      default -> throw new IllegalTransition(s.phase(), "an answered NOTIFY");
    };
  }

  /**
   * §4.2.2: a watcher that refuses a notification, or is not there, watches no more; unless it says
   * when to try again.
   */
  private static <S> Subscription<S> refused(
      Subscription<S> s, @Nullable Duration retryAfter, List<SubscriptionEffect> out, Instant now) {
    if (retryAfter == null
        || !(s.phase() instanceof Phase.Notifying notifying)
        || notifying.ending() != null) {
      return over(s, !(s.phase() instanceof Phase.Leaving), out);
    }
    Duration wait =
        retryAfter.compareTo(RETRY_MAX) > 0
            ? RETRY_MAX
            : retryAfter.compareTo(RETRY_MIN) < 0 ? RETRY_MIN : retryAfter;
    out.add(new SubscriptionEffect.StartInterval(wait));
    return s.unheard(now.plus(wait));
  }

  private static <S> Subscription<S> over(
      Subscription<S> s, boolean failed, List<SubscriptionEffect> out) {
    out.add(new SubscriptionEffect.StopExpiry());
    out.add(new SubscriptionEffect.Close(failed));
    return s.in(new Phase.Over());
  }

  /**
   * Sends how things are.
   *
   * @param ending why it is the last notification, or null
   */
  private static <S> Subscription<S> tell(
      Subscription<S> s, @Nullable Reason ending, List<SubscriptionEffect> out, Instant now) {
    Subscription<S> next =
        s.telling(ending == null ? new Phase.Notifying(false, null) : new Phase.Leaving(), now);
    if (ending != null) {
      out.add(new SubscriptionEffect.StopExpiry());
    }
    Edit<SipRequest> notify =
        next.dialog()
            .request(Method.NOTIFY)
            .add(HeaderName.EVENT, s.event())
            .add(HeaderName.SUBSCRIPTION_STATE, state(s, ending, now));
    if (ending == null || ending == Reason.TIMEOUT) {
      notify.body(
          s.pack().contentType(),
          s.pack().write(s.latest(), s.told(), new Document(s.entity(), s.version())));
    }
    out.add(new SubscriptionEffect.SendNotify(notify.done(), s.dialog().hop()));
    return next;
  }

  private static String state(Subscription<?> s, @Nullable Reason ending, Instant now) {
    if (ending != null) {
      return "terminated;reason=" + ending.word;
    }
    return "active;expires=" + Math.max(0, Duration.between(now, s.expiresAt()).toSeconds());
  }
}
