package org.belfry.pbx.lane;

import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.belfry.pbx.auth.Nonces;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.proxy.ReplacingRights;
import org.belfry.pbx.sip.Aor;

/**
 * What one lane has to do of all that a server does.
 *
 * @param index the number of this lane
 * @param mine true for the Call-IDs whose messages come to this lane
 * @param owned true for the AORs that this lane owns
 * @param laneOf the lane of a Call-ID
 * @param queued share of this lane's queue that is taken
 * @param nonces their secret is shared by all lanes, and not kept over restarts
 */
record LaneShare(
    int index,
    Predicate<String> mine,
    Predicate<Aor> owned,
    Function<String, Lane> laneOf,
    DoubleSupplier queued,
    Nonces nonces,
    ReplacingRights rights) {}
