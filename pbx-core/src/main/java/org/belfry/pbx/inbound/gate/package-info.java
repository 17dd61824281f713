/**
 * What a request meets before it is routed: gates in the order of RFC 3261 §16.3, one file each.
 * Every gate answers with a {@link org.belfry.pbx.inbound.gate.GateVerdict} that says why, for the
 * trace of the call and the log.
 *
 * <p>Knows no proxy, registrar or lane. Start at {@link org.belfry.pbx.inbound.gate.Gates}.
 */
@NullMarked
package org.belfry.pbx.inbound.gate;

import org.jspecify.annotations.NullMarked;
