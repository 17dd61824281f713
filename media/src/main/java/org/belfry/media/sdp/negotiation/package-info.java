/**
 * Offer and answer (RFC 3264, RFC 6337) for a call whose media runs through us: a bridge of
 * descriptions between two dialogs. Plain RTP on one side, WebRTC on the other; codecs by policy;
 * SDES (RFC 4568, 8643), DTLS-SRTP (RFC 5763, 8842), ICE (RFC 8839), BUNDLE (RFC 8843), T.38.
 *
 * <p>Pure: our addresses, keys and ICE agents come as values ({@link
 * org.belfry.media.sdp.negotiation.LocalSide}), what was agreed leaves as one ({@link
 * org.belfry.media.sdp.negotiation.Agreement}). Imports {@code media.sdp} and the JDK.
 *
 * <p>Start at {@link org.belfry.media.sdp.negotiation.MediaNegotiation}. A desk phone calls a
 * browser; the signalling side does this:
 *
 * <pre>{@code
 * var call = MediaNegotiation.between(SideProfile.PLAIN, SideProfile.WEBRTC, CodecPolicy.DEFAULT);
 *
 * // INVITE of A: one port pair, certificate and ICE agent per m-line towards B.
 * SessionDescription offer = SessionDescription.parse(invite.body());
 * LocalSide toB = ...;
 * Forwarded onward = call.offer(Side.A, offer, toB);    // once per branch, always from `call`
 * send(branch, onward.description().toBytes());
 *
 * // 183 or 200 of B: ports towards A.
 * LocalSide toA = ...;
 * Answered answered = onward.next().answer(Side.B, SessionDescription.parse(ok.body()), toA);
 * respond(answered.description().toBytes());
 * for (AgreedStream.Open stream : answered.agreement().open()) {
 *   server.connect(stream.a(), stream.b(), stream.fromA(), stream.fromB());
 * }
 * call = answered.next();                               // of this dialog, from now on
 *
 * // A re-INVITE of either side goes the same way; refused() after a 4xx to it.
 * }</pre>
 *
 * <p>{@link org.belfry.media.sdp.BadSdp} is answered with 488 and its Warning.
 */
@NullMarked
package org.belfry.media.sdp.negotiation;

import org.jspecify.annotations.NullMarked;
