/**
 * Keys for SRTP by a DTLS handshake on the media path (DTLS-SRTP: RFC 5763, 5764; as WebRTC wants
 * it: RFC 8827 §6.5): DTLS 1.2, a self-signed ECDSA certificate, whose fingerprint stands in the
 * session description (RFC 8122). The handshake is BouncyCastle's, which waits for its datagrams:
 * so one runs on a virtual thread of its own, and ends with it. The only package that imports
 * org.bouncycastle. Imports {@code srtp} and nothing else of ours. Start at {@link
 * org.belfry.media.srtp.dtls.Dtls}.
 */
@NullMarked
package org.belfry.media.srtp.dtls;

import org.jspecify.annotations.NullMarked;
