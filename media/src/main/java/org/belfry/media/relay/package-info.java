/**
 * The relay of one call, as machines without threads, sockets or clocks: symmetric RTP (RFC 4961),
 * latching against RTP bleed, one continuous stream towards each receiver (RFC 3550 §7.1), payload
 * type mapping, hold, limits, time-outs and the figures of each leg. Nothing is allocated per
 * packet.
 *
 * <p>Start at {@link org.belfry.media.relay.Leg}: one side of one media line. What a leg needs of
 * the world are ports in this package: {@link org.belfry.media.relay.Wire} sends datagrams, {@link
 * org.belfry.media.relay.IceSide} and {@link org.belfry.media.relay.DtlsSide} get what is theirs,
 * {@link org.belfry.media.relay.RtpSink} is an application that listens, {@link
 * org.belfry.media.relay.LegEvents} is told what happened. Imports {@code rtp} only.
 */
@NullMarked
package org.belfry.media.relay;

import org.jspecify.annotations.NullMarked;
