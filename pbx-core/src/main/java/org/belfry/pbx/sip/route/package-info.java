/**
 * How messages go on and find back (RFC 3261 §16.4 to §16.6, §16.11, §18.2): Via, Route,
 * Record-Route with what we remember in it, the loop mark of RFC 5393, and targets.
 *
 * <p>{@link org.belfry.pbx.sip.route.Forwarding} makes the request that leaves; {@link
 * org.belfry.pbx.sip.route.DialogRoute} is what our Record-Route remembers. Imports {@code sip} and
 * {@code sip.message}. Start at {@link org.belfry.pbx.sip.route.Forwarding}.
 */
@NullMarked
package org.belfry.pbx.sip.route;

import org.jspecify.annotations.NullMarked;
