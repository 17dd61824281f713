/**
 * The media of calls as signalling sees it: a description comes in, the description that the other
 * side gets goes out, and behind it ports are open, keys are made, sound is relayed or transcoded.
 * Joins {@code sdp.negotiation}, {@code server}, {@code srtp}, {@code ice} and {@code path}; knows
 * nothing of SIP.
 *
 * <p>Start at {@link org.belfry.media.session.MediaSession#describe}; {@link
 * org.belfry.media.session.MediaSessions} makes them. Signalling calls a session from one thread at
 * a time; what the network says comes to one control thread; the hand-over is {@link
 * org.belfry.media.server.MediaLeg}, which any thread may call.
 */
@NullMarked
package org.belfry.media.session;

import org.jspecify.annotations.NullMarked;
