/**
 * RTP (RFC 3550) as it lies in a buffer: {@link org.belfry.media.rtp.Packet} is one datagram with
 * named fields, read and written in place; {@link org.belfry.media.rtp.Protection} is what encrypts
 * it. No sockets, no clock. Imports nothing of ours.
 */
@NullMarked
package org.belfry.media.rtp;

import org.jspecify.annotations.NullMarked;
