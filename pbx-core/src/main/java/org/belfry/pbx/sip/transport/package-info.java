/**
 * UDP, TCP, TLS and WebSocket on Netty (RFC 3261 §18, RFC 7118), IPv4 and IPv6, with keep-alives by
 * CRLF and STUN (RFC 5626 §4.4.1, §8) and server certificates by RFC 5922: the only place with
 * sockets. A WebSocket may also be carried by another server's socket ({@link
 * org.belfry.pbx.sip.transport.ExternalWebSocket}).
 *
 * <p>Every address is opened for UDP and TCP on one event loop; the same loops drive the lanes, so
 * a message whose lane lives on the loop that read it is handled without a hand-off. Bytes in,
 * {@link org.belfry.pbx.sip.message.SipMessage} out; nothing here knows what a transaction is.
 *
 * <p>Imports {@code sip}, {@code sip.message}, {@code engine} (the lane's driver) and Netty. Start
 * at {@link org.belfry.pbx.sip.transport.SipTransports}; what a stream may contain is {@link
 * org.belfry.pbx.sip.transport.StreamFramer}'s, who is reached over which connection {@code
 * Connections}'.
 */
@NullMarked
package org.belfry.pbx.sip.transport;

import org.jspecify.annotations.NullMarked;
