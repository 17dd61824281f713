package org.belfry.pbx.routing;

import java.time.Instant;
import org.belfry.pbx.directory.Whereabouts;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Where would this call go?
 *
 * @param dialled the Request-URI
 * @param live who talks now
 * @param chance decides what is left to chance: the same gives the same plan
 * @param explain whether anybody will read the reasons; without it the plan has none
 * @param device the phone that an emergency call comes from; null for others and when it is unknown
 */
public record RoutingRequest(
    Caller caller,
    SipUri dialled,
    Instant at,
    LiveState live,
    long chance,
    boolean explain,
    Whereabouts.@Nullable Device device) {

  /** From no phone in particular. */
  public RoutingRequest(
      Caller caller, SipUri dialled, Instant at, LiveState live, long chance, boolean explain) {
    this(caller, dialled, at, live, chance, explain, null);
  }
}
