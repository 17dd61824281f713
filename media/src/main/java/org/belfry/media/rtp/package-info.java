/**
 * RTP and RTCP (RFC 3550) as they lie in a buffer: {@link org.belfry.media.rtp.Packet} is one
 * datagram with named fields, {@link org.belfry.media.rtp.Rtcp} a walk through an RTCP datagram,
 * both read and written in place; {@link org.belfry.media.rtp.Protection} is what encrypts them.
 * {@link org.belfry.media.rtp.Reception} counts a stream's loss and jitter, {@link
 * org.belfry.media.rtp.EModel} says how that sounds. No sockets, no clock. Imports nothing of ours.
 */
@NullMarked
package org.belfry.media.rtp;

import org.jspecify.annotations.NullMarked;
