package org.belfry.pbx.agent;

import java.util.function.Function;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.TracedNetwork;

/**
 * What else of its lane the user agents work with.
 *
 * @param traces of the calls of the lane
 * @param forwarding writes the Via of what legs send
 * @param finder finds the servers of a name
 * @param laneOf the lane of a Call-ID
 */
public record AgentParts(
    CallTraces traces,
    TracedNetwork network,
    Forwarding forwarding,
    HopFinder finder,
    Function<String, Lane> laneOf) {}
