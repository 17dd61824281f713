package org.belfry.pbx.presence;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.message.TokenValue;
import org.jspecify.annotations.Nullable;

/**
 * What a SUBSCRIBE asks for, judged (RFC 6665 §4.2.1.1): either all that a subscription needs, or
 * the answer that refuses it.
 *
 * @param event the Event value that notifications carry: the package, and the id if there is one
 * @param expires granted; zero to fetch or to unsubscribe
 * @param interval least time between notifications: the package's, or more when asked for (RFC 6446
 *     §5)
 */
public record SubscribeRequest(
    EventPackage<?> pack, String event, Duration expires, Duration interval) {
  private static final Duration INTERVAL_MAX = Duration.ofHours(1);

  /** A request that was read, or its refusal; one of both is null. */
  public record Reading(@Nullable SubscribeRequest request, @Nullable SipResponse refusal) {}

  /**
   * @param tag for the To of a refusal
   * @throws MalformedHeader when a field cannot be read
   */
  public static Reading read(
      SipRequest subscribe, EventPackages packages, PresenceProperties limits, String tag) {
    String eventField = subscribe.header(HeaderName.EVENT);
    TokenValue event = eventField == null ? null : TokenValue.of(eventField);
    EventPackage<?> pack = event == null ? null : packages.named(event.token());
    if (event == null || pack == null) {
      return refused(badEvent(subscribe, packages, tag));
    }
    if (subscribe.has(HeaderName.REQUIRE)) {
      return refused(
          subscribe
              .respond(420, "Bad Extension", tag)
              .add(HeaderName.UNSUPPORTED, String.join(", ", subscribe.values(HeaderName.REQUIRE)))
              .done());
    }
    if (!accepts(subscribe, pack.contentType())) {
      return refused(
          subscribe
              .respond(406, "Not Acceptable", tag)
              .add(HeaderName.ACCEPT, pack.contentType())
              .done());
    }
    Duration expires = expires(subscribe, limits);
    if (expires == null) {
      return refused(tooShort(subscribe, limits, tag));
    }
    String id = event.param("id");
    return new Reading(
        new SubscribeRequest(
            pack,
            id == null ? event.token() : event.token() + ";id=" + id,
            expires,
            interval(event.param("max-rate"), pack.interval())),
        null);
  }

  static SipResponse badEvent(SipRequest request, EventPackages packages, String tag) {
    return request
        .respond(489, "Bad Event", tag)
        .add(HeaderName.ALLOW_EVENTS, packages.names())
        .done();
  }

  static SipResponse tooShort(SipRequest request, PresenceProperties limits, String tag) {
    return request
        .respond(423, "Interval Too Brief", tag)
        .add(HeaderName.MIN_EXPIRES, Long.toString(limits.expiresMin().toSeconds()))
        .done();
  }

  /** What is granted, or null when less was asked for than may be. */
  static @Nullable Duration expires(SipRequest request, PresenceProperties limits) {
    Duration asked =
        Duration.ofSeconds(request.number(HeaderName.EXPIRES, limits.expiresDefault().toSeconds()));
    if (asked.isZero()) {
      return asked;
    }
    if (asked.compareTo(limits.expiresMin()) < 0) {
      return null;
    }
    return asked.compareTo(limits.expiresMax()) > 0 ? limits.expiresMax() : asked;
  }

  /** RFC 6665 §3.1.3: without Accept it is the package's own type. */
  private static boolean accepts(SipRequest subscribe, String type) {
    List<String> accepted = subscribe.values(HeaderName.ACCEPT);
    if (accepted.isEmpty()) {
      return true;
    }
    String anyOfKind = type.substring(0, type.indexOf('/') + 1) + "*";
    for (String each : accepted) {
      int end = each.indexOf(';');
      String media = (end < 0 ? each : each.substring(0, end)).strip().toLowerCase(Locale.ROOT);
      if (media.equals(type) || media.equals("*/*") || media.equals(anyOfKind)) {
        return true;
      }
    }
    return false;
  }

  /** RFC 6446 §5: notifications a second, like {@code 0.2}. */
  private static Duration interval(@Nullable String maxRate, Duration least) {
    if (maxRate == null) {
      return least;
    }
    try {
      double rate = Double.parseDouble(maxRate);
      if (!(rate > 0)) {
        return least;
      }
      double seconds = Math.min((double) INTERVAL_MAX.toSeconds(), 1 / rate);
      Duration asked = Duration.ofMillis((long) (seconds * 1000));
      return asked.compareTo(least) > 0 ? asked : least;
    } catch (NumberFormatException e) {
      return least; // a wish that cannot be read is none
    }
  }

  private static Reading refused(SipResponse response) {
    return new Reading(null, response);
  }
}
