/**
 * The stateful proxy of RFC 3261 §16 with RFC 5393 loop detection: response context, forking,
 * CANCEL, Timer C, Record-Route.
 *
 * <p>{@link org.belfry.pbx.proxy.Proxy} is the machine; {@link org.belfry.pbx.proxy.Forwarding}
 * makes the request that leaves; {@link org.belfry.pbx.proxy.DialogRoute} is what our Record-Route
 * remembers. Imports {@code sip}, {@code sip.message} and {@code engine}. Start at {@link
 * org.belfry.pbx.proxy.Proxy}.
 */
@NullMarked
package org.belfry.pbx.proxy;

import org.jspecify.annotations.NullMarked;
