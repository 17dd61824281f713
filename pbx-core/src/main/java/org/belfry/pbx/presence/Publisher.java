package org.belfry.pbx.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.message.TokenValue;
import org.jspecify.annotations.Nullable;

/**
 * The event state compositor's side of PUBLISH (RFC 3903 §6) as a function: a request and what its
 * user's devices have published give the answer and what is published then.
 */
public final class Publisher {
  private final PresenceProperties limits;
  private final EventPackages packages;

  public Publisher(PresenceProperties limits, EventPackages packages) {
    this.limits = limits;
    this.packages = packages;
  }

  /** What is published from now on, and the answer. */
  public record Outcome(List<Publication> published, SipResponse response) {}

  /**
   * @param published by the user's devices so far
   * @param etags gives an entity tag that was never given before
   * @param tag for the To of the answer
   * @throws MalformedHeader when a field cannot be read
   */
  public Outcome publish(
      SipRequest request,
      List<Publication> published,
      Supplier<String> etags,
      String tag,
      Instant now) {
    List<Publication> live = live(published, now);
    String event = request.header(HeaderName.EVENT);
    if (event == null || !TokenValue.of(event).token().equals("presence")) {
      return new Outcome(live, SubscribeRequest.badEvent(request, packages, tag)); // §6 step 2
    }
    Publication old = null;
    String match = request.header(HeaderName.SIP_IF_MATCH);
    if (match != null) {
      for (Publication each : live) {
        old = each.etag().equals(match.strip()) ? each : old;
      }
      if (old == null) {
        return new Outcome(live, answer(request, 412, "Conditional Request Failed", tag)); // step 3
      }
    }
    Duration expires = SubscribeRequest.expires(request, limits);
    if (expires == null) {
      return new Outcome(live, SubscribeRequest.tooShort(request, limits, tag)); // step 4
    }
    return accept(request, live, old, expires, etags, tag, now);
  }

  private Outcome accept(
      SipRequest request,
      List<Publication> live,
      @Nullable Publication old,
      Duration expires,
      Supplier<String> etags,
      String tag,
      Instant now) {
    boolean body = request.bodyLength() > 0;
    if (old == null && !body) {
      return new Outcome(live, answer(request, 400, "Nothing is published", tag));
    }
    Pidf document = old == null ? null : old.document();
    if (body && !expires.isZero()) {
      if (request.bodyLength() > limits.publicationBytes()) {
        return new Outcome(live, answer(request, 413, "Request Entity Too Large", tag));
      }
      if (!isPidf(request)) {
        return new Outcome(
            live,
            request
                .respond(415, "Unsupported Media Type", tag)
                .add(HeaderName.ACCEPT, Pidf.CONTENT_TYPE)
                .done());
      }
      document = Pidf.read(request.body());
      if (document == null) {
        return new Outcome(live, answer(request, 400, "The presence document is no PIDF", tag));
      }
    }
    List<Publication> next = new ArrayList<>(live);
    if (old == null && next.size() >= limits.publicationsPerAor()) {
      return new Outcome(live, answer(request, 403, "Too many publications", tag));
    }
    // §6 step 6: each answer has an entity tag of its own; the old one is void.
    String etag = etags.get();
    if (old != null) {
      next.remove(old);
    }
    if (!expires.isZero() && document != null) {
      next.add(new Publication(etag, document, now.plus(expires)));
    }
    return new Outcome(
        List.copyOf(next),
        request
            .respond(200, "OK", tag)
            .add(HeaderName.SIP_ETAG, etag)
            .add(HeaderName.EXPIRES, Long.toString(expires.toSeconds()))
            .done());
  }

  /** What has not expired. */
  public static List<Publication> live(List<Publication> published, Instant now) {
    List<Publication> live = new ArrayList<>(published);
    live.removeIf(each -> !each.expiresAt().isAfter(now));
    return List.copyOf(live);
  }

  private static boolean isPidf(SipRequest request) {
    String type = request.header(HeaderName.CONTENT_TYPE);
    if (type == null || request.has(HeaderName.CONTENT_ENCODING)) {
      return false;
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end))
        .strip()
        .toLowerCase(Locale.ROOT)
        .equals(Pidf.CONTENT_TYPE);
  }

  private static SipResponse answer(SipRequest request, int status, String reason, String tag) {
    return request.respond(status, reason, tag).done();
  }
}
