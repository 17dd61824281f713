/**
 * ICE (RFC 8445, trickle RFC 8838, consent RFC 7675) as machines that are given datagrams and the
 * time, and that send through a port: no socket, clock, thread or random inside. {@link
 * org.belfry.media.ice.LiteAgent} only answers, which is what an appliance with an address of its
 * own needs towards browsers; {@link org.belfry.media.ice.FullAgent} checks pairs itself. Both
 * speak for one component of one data stream. Imports {@code ice.stun} (the words) and {@code
 * ice.ice4j} (the bytes). Start at {@link org.belfry.media.ice.IceAgent}.
 */
@NullMarked
package org.belfry.media.ice;

import org.jspecify.annotations.NullMarked;
