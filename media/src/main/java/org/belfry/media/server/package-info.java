/**
 * The media server: UDP ports, the threads that relay, and the way control speaks to them. Start at
 * {@link org.belfry.media.server.MediaServer}: it opens a {@link
 * org.belfry.media.server.MediaCall}, that opens {@link org.belfry.media.server.MediaLeg}s, and
 * these take what signalling has agreed on. What a packet meets on its way stands in {@code relay}.
 * Imports {@code rtp}, {@code relay} and its own {@code socket}.
 */
@NullMarked
package org.belfry.media.server;

import org.jspecify.annotations.NullMarked;
