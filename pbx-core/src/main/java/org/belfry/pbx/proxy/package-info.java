/**
 * The stateful proxy of RFC 3261 §16 with RFC 5393 loop detection: response context, forking,
 * CANCEL, Timer C; and its host in a lane.
 *
 * <p>{@link org.belfry.pbx.proxy.Proxy} is the machine, {@link
 * org.belfry.pbx.proxy.ResponseContexts} runs it: for {@link org.belfry.pbx.proxy.NewRequests} and
 * for {@link org.belfry.pbx.proxy.DialogRequests}; {@link org.belfry.pbx.proxy.ProxiedCalls} tells
 * all others what becomes of the calls. Letters to it are {@link org.belfry.pbx.proxy.ProxyLetter}.
 * Knows no lane, no server and no application. Start at {@link org.belfry.pbx.proxy.Proxy}.
 */
@NullMarked
package org.belfry.pbx.proxy;

import org.jspecify.annotations.NullMarked;
