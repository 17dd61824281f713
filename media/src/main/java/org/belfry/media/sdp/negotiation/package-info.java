/**
 * Offer and answer (RFC 3264, RFC 6337) for a call whose media runs through us: a bridge of
 * descriptions between two dialogs. Plain RTP on one side, WebRTC on the other; codecs by policy;
 * SDES (RFC 4568, 8643), DTLS-SRTP (RFC 5763, 8842), ICE (RFC 8839), BUNDLE (RFC 8843), T.38.
 *
 * <p>Pure: our addresses, keys and ICE agents come as values ({@link
 * org.belfry.media.sdp.negotiation.LocalSide}), what was agreed leaves as one ({@link
 * org.belfry.media.sdp.negotiation.Agreement}). Imports {@code media.sdp} and the JDK.
 *
 * <p>Start at {@link org.belfry.media.sdp.negotiation.MediaNegotiation}, one pair of dialogs;
 * {@link org.belfry.media.sdp.negotiation.CallNegotiation} has all those of a call, {@link
 * org.belfry.media.sdp.negotiation.ApplicationEnd} is the far end of a call to an application. A
 * desk phone calls a browser; the signalling side does this:
 *
 * <pre>{@code
 * CallNegotiation call = CallNegotiation.of(SideProfile.PLAIN, CodecPolicy.DEFAULT);
 *
 * // INVITE of A: one port pair, certificate and ICE agent per m-line towards the branch.
 * SessionDescription offer = SessionDescription.parse(invite.body());
 * Step onward = call.offer(new Where("b0", null), Side.A, offer, SideProfile.WEBRTC, toB);
 * send(branch, onward.description().toBytes());
 * call = onward.next();
 *
 * // 183 or 200 of B: ports towards A.
 * SessionDescription answer = SessionDescription.parse(ok.body());
 * Step back = call.answer(new Where("b0", toTag), Side.B, answer, toA);
 * respond(back.description().toBytes());
 * for (AgreedStream.Open stream : back.agreement().open()) {
 *   server.connect(stream.a(), stream.b(), stream.fromA(), stream.fromB());
 * }
 * call = back.next();
 *
 * // A re-INVITE of either side goes the same way, with new Where(null, toTag).
 * }</pre>
 *
 * <p>{@link org.belfry.media.sdp.BadSdp} is answered with 488 and its Warning.
 */
@NullMarked
package org.belfry.media.sdp.negotiation;

import org.jspecify.annotations.NullMarked;
