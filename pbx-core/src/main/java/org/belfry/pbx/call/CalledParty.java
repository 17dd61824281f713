package org.belfry.pbx.call;

import java.util.List;
import org.belfry.pbx.sip.HeaderName;

/**
 * Whom a B2BUA calls for its caller, and as whom.
 *
 * @param way how the call goes there
 * @param profile how we present ourselves
 * @param uri the Request-URI
 * @param from the From value without a tag: the identity we show
 * @param to the To value
 * @param route Routes to preload (RFC 3608)
 * @param content header fields of our own: identity, privacy
 * @param parts what the INVITE carries besides the offer
 * @param passing header fields of the caller's that go along; everything else of its message stays
 *     here
 */
public record CalledParty(
    CallEffect.Way way,
    LegProfile profile,
    String uri,
    String from,
    String to,
    List<String> route,
    Content content,
    List<BodyPart> parts,
    List<HeaderName> passing) {

  /** One that carries the offer alone. */
  public CalledParty(
      CallEffect.Way way,
      LegProfile profile,
      String uri,
      String from,
      String to,
      List<String> route,
      Content content,
      List<HeaderName> passing) {
    this(way, profile, uri, from, to, route, content, List.of(), passing);
  }

  /**
   * What says something of the call itself and nothing of the caller's device; also in how many
   * places it may be (RFC 5393 §5.4.3).
   */
  public static final List<HeaderName> USUAL =
      List.of(
          HeaderName.SUBJECT,
          HeaderName.of("Alert-Info"),
          HeaderName.of("Priority"),
          HeaderName.MAX_BREADTH);

  public CalledParty {
    route = List.copyOf(route);
    parts = List.copyOf(parts);
    passing = List.copyOf(passing);
  }

  CallEffect.Call call(int leg, Content offer, long maxForwards) {
    Content carried = BodyPart.behind(offer, parts);
    Content all = new Content(content.fields(), carried.type(), carried.body());
    for (Content.Field field : offer.fields()) {
      all = all.with(field.name(), field.value());
    }
    return new CallEffect.Call(leg, way, profile, uri, from, to, route, maxForwards, all);
  }
}
