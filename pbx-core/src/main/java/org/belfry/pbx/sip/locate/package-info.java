/**
 * Finding the server of a URI (RFC 3263): which addresses, over which transports, in which order.
 *
 * <p>{@link org.belfry.pbx.sip.locate.ServerLocation} is the algorithm, a pure function of a URI
 * and of what is known of the DNS; {@link org.belfry.pbx.sip.locate.Resolver} remembers what the
 * DNS said for as long as it said, and asks the {@link org.belfry.pbx.sip.locate.NameServer} port
 * for the rest; {@link org.belfry.pbx.sip.locate.DeadTargets} remembers who did not answer. Imports
 * {@code sip} and {@code sip.message}. Start at {@link org.belfry.pbx.sip.locate.ServerLocation}.
 */
@NullMarked
package org.belfry.pbx.sip.locate;

import org.jspecify.annotations.NullMarked;
