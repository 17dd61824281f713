/**
 * The stateful proxy of RFC 3261 §16 with RFC 5393 loop detection: response context, forking,
 * CANCEL, Timer C; and its host in a lane.
 *
 * <p>{@link org.belfry.pbx.proxy.Proxy} is the machine, {@link org.belfry.pbx.proxy.ProxyRunner}
 * runs it for new requests and {@link org.belfry.pbx.proxy.DialogRequests} for those within a
 * dialog; {@link org.belfry.pbx.proxy.ProxiedCalls} tells all others what becomes of the calls.
 * Letters to it are {@link org.belfry.pbx.proxy.ProxyLetter}. Knows no lane and no server. Start at
 * {@link org.belfry.pbx.proxy.Proxy}.
 */
@NullMarked
package org.belfry.pbx.proxy;

import org.jspecify.annotations.NullMarked;
