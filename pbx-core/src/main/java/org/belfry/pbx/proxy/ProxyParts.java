package org.belfry.pbx.proxy;

import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.registrar.Gruus;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;

/**
 * What else of its lane a proxy works with.
 *
 * @param routes reads and writes our Record-Route
 * @param agents our applications' legs
 * @param rights who may take whose place; one for all lanes
 * @param finder finds the servers of a name
 */
public record ProxyParts(
    Forwarding forwarding,
    DialogRoute routes,
    Gruus gruus,
    UserAgents agents,
    ReplacingRights rights,
    ReservedAddresses reserved,
    HopFinder finder) {}
