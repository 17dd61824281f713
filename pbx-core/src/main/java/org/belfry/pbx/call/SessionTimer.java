package org.belfry.pbx.call;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * What two user agents agreed on the life of a session (RFC 4028).
 *
 * @param interval the session ends when it is not refreshed for so long
 * @param ours true when we are the refresher
 */
record SessionTimer(Duration interval, boolean ours) {
  private static final String OPTION = "timer";
  private static final Duration GRACE = Duration.ofSeconds(32); // §10

  /** A Min-SE beyond it would keep a session whose far end has vanished for days. */
  private static final Duration LEAST_MAX = Duration.ofDays(1);

  /**
   * Puts into a request of ours what we want (§7.1, §7.4).
   *
   * @param agreed what was agreed before, or null
   */
  static void asking(Edit<SipRequest> request, LegLimits limits, @Nullable SessionTimer agreed) {
    Duration interval = agreed == null ? limits.session() : agreed.interval();
    String refresher = agreed == null ? "" : agreed.ours() ? ";refresher=uac" : ";refresher=uas";
    request
        .add(HeaderName.SESSION_EXPIRES, interval.toSeconds() + refresher)
        .add(HeaderName.MIN_SE, Long.toString(limits.sessionLeast().toSeconds()));
  }

  /** True when a request wants its session refreshed more often than we agree to (§9). */
  static boolean tooShort(SipRequest request, LegLimits limits) {
    Duration asked = interval(request);
    return asked != null && asked.compareTo(limits.sessionLeast()) < 0;
  }

  /**
   * A request anew with the interval that its 422 wants (§7.3), or null when that cannot be read.
   */
  static @Nullable SipRequest longer(SipRequest request, SipResponse tooSmall, LegLimits limits) {
    Duration least = least(tooSmall);
    return least == null
        ? null
        : request
            .edit()
            .set(HeaderName.SESSION_EXPIRES, larger(limits.session(), least))
            .set(HeaderName.MIN_SE, larger(limits.sessionLeast(), least))
            .done();
  }

  private static String larger(Duration one, Duration other) {
    return Long.toString(Math.max(one.toSeconds(), other.toSeconds()));
  }

  /** Min-SE, a day at most; null when there is none or it cannot be read. */
  private static @Nullable Duration least(SipMessage message) {
    Duration least = seconds(message.header(HeaderName.MIN_SE));
    return least == null || least.compareTo(LEAST_MAX) < 0 ? least : LEAST_MAX;
  }

  /** What a 2xx of ours to this request agrees to, and puts it in (§9). */
  static SessionTimer agreeing(SipRequest request, Edit<SipResponse> success, LegLimits limits) {
    boolean knows = supports(request);
    Duration asked = interval(request);
    Duration interval = limits.session();
    if (asked != null && asked.compareTo(interval) < 0) {
      interval = asked;
    }
    Duration least = least(request);
    if (least != null && interval.compareTo(least) < 0) {
      interval = least;
    }
    boolean ours = !knows || "uas".equals(refresher(request));
    success.add(
        HeaderName.SESSION_EXPIRES,
        interval.toSeconds() + (ours ? ";refresher=uas" : ";refresher=uac"));
    if (!ours) {
      success.add(HeaderName.REQUIRE, OPTION);
    }
    return new SessionTimer(interval, ours);
  }

  /**
   * What a 2xx to a request of ours agrees to. One that says nothing does not know of session
   * timers; then we ask alone whether it is still there (§7.2).
   */
  static SessionTimer agreed(SipResponse success, LegLimits limits) {
    Duration interval = interval(success);
    return interval == null || interval.isZero()
        ? new SessionTimer(limits.session(), true)
        : new SessionTimer(interval, !"uas".equals(refresher(success)));
  }

  /** Starts the clock of a session anew. */
  static void restart(@Nullable SessionTimer timer, List<LegEffect> effects) {
    effects.add(new LegEffect.StopTimer(LegTimer.REFRESH));
    effects.add(new LegEffect.StopTimer(LegTimer.SESSION_EXPIRED));
    if (timer == null) {
      return;
    }
    if (timer.ours) {
      // §10: "it is RECOMMENDED that this refresh be sent once half the session interval has
      // elapsed"
      effects.add(new LegEffect.StartTimer(LegTimer.REFRESH, timer.interval.dividedBy(2)));
    } else {
      Duration third = timer.interval.dividedBy(3);
      Duration before = third.compareTo(GRACE) < 0 ? third : GRACE;
      effects.add(new LegEffect.StartTimer(LegTimer.SESSION_EXPIRED, timer.interval.minus(before)));
    }
  }

  static boolean supports(SipMessage message) {
    return message.values(HeaderName.SUPPORTED).contains(OPTION);
  }

  private static @Nullable Duration interval(SipMessage message) {
    return seconds(message.header(HeaderName.SESSION_EXPIRES));
  }

  /**
   * The number before parameters; one that cannot be read counts as none, and its session goes on.
   */
  private static @Nullable Duration seconds(@Nullable String value) {
    if (value == null) {
      return null;
    }
    int end = value.indexOf(';');
    String number = (end < 0 ? value : value.substring(0, end)).strip();
    return number.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(number)) : null;
  }

  private static @Nullable String refresher(SipMessage message) {
    String value = message.header(HeaderName.SESSION_EXPIRES);
    if (value == null) {
      return null;
    }
    return value.contains("refresher=uas") ? "uas" : value.contains("refresher=uac") ? "uac" : null;
  }
}
