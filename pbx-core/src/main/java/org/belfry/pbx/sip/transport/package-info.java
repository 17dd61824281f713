/**
 * UDP and TCP on Netty (RFC 3261 §18, RFC 5626 §4.4.1 keep-alives), IPv4 and IPv6: the only place
 * with sockets.
 *
 * <p>Every address is opened for UDP and TCP on one event loop; the same loops drive the lanes, so
 * a message whose lane lives on the loop that read it is handled without a hand-off. Bytes in,
 * {@link org.belfry.pbx.sip.message.SipMessage} out; nothing here knows what a transaction is.
 *
 * <p>Imports {@code sip}, {@code sip.message}, {@code engine} (the lane's driver) and Netty. Start
 * at {@link org.belfry.pbx.sip.transport.SipTransports}; what a stream may contain is {@link
 * org.belfry.pbx.sip.transport.StreamFramer}'s.
 */
@NullMarked
package org.belfry.pbx.sip.transport;

import org.jspecify.annotations.NullMarked;
