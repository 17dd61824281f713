/**
 * A STUN and TURN server (RFC 8489, RFC 8656): clients over UDP, TCP and TLS, relayed UDP. {@link
 * org.belfry.media.turn.TurnServer} is the machine: allocations, permissions, channels, limits; it
 * is given messages, packets and the time and acts through {@link
 * org.belfry.media.turn.ClientLink}s and {@link org.belfry.media.turn.RelayPorts}. {@link
 * org.belfry.media.turn.TurnSockets} is the thread with the sockets around it. Packets of a channel
 * are relayed in the buffer they came in. Imports {@code ice.stun}, {@code ice.ice4j} (the bytes),
 * {@code ice.Subnet}, and the sockets and values of the media relay ({@code server.socket}, {@code
 * relay}, {@code rtp.Packet}). Start at {@code TurnServer}, or at {@code TurnSockets} to run one.
 */
@NullMarked
package org.belfry.media.turn;

import org.jspecify.annotations.NullMarked;
