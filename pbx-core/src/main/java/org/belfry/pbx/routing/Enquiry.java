package org.belfry.pbx.routing;

import java.time.Instant;
import org.belfry.pbx.sip.SipUri;

/**
 * Where would this call go?
 *
 * @param dialled the Request-URI
 * @param live who talks now
 * @param chance decides what is left to chance: the same gives the same plan
 * @param explain whether anybody will read the reasons; without it the plan has none
 */
public record Enquiry(
    Caller caller, SipUri dialled, Instant at, LiveState live, long chance, boolean explain) {}
