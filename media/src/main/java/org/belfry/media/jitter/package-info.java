/**
 * The jitter buffer: packets come when the network likes, sound goes out every 20 ms. A pure
 * machine; time is an argument. Imports {@code rtp} for the packet.
 *
 * <p>Start at {@link org.belfry.media.jitter.JitterBuffer}.
 */
@NullMarked
package org.belfry.media.jitter;

import org.jspecify.annotations.NullMarked;
