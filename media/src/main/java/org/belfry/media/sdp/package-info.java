/**
 * Session descriptions as values (RFC 8866). Text is read once, into a {@link
 * org.belfry.media.sdp.SessionDescription} that keeps every line it does not understand; what we
 * need of it is asked of its views: codecs (§6.6, RFC 3551), direction (§6.7), keys (RFC 4568,
 * 8122, 8842), ICE (RFC 8839, 8840), RTCP (RFC 3605, 5761), BUNDLE (RFC 8843), T.38.
 *
 * <p>Text that cannot be used is refused once, at the border, with {@link
 * org.belfry.media.sdp.BadSdp}: views never throw. An attribute that is not well-formed is not
 * there for the views, and still there in the text.
 *
 * <p>Imports nothing but the JDK; opens no socket and looks up no name. Offer and answer are in
 * {@code sdp.negotiation}. Start at {@link org.belfry.media.sdp.SessionDescription#parse(byte[])}.
 */
@NullMarked
package org.belfry.media.sdp;

import org.jspecify.annotations.NullMarked;
