/**
 * SRTP and SRTCP (RFC 3711, 6188, 7714): {@link org.belfry.media.srtp.SrtpProtection} encrypts and
 * decrypts one leg's packets in place, with keys that {@code sdes} or {@code dtls} agreed. The only
 * package that imports org.jitsi.srtp. No sockets, no clock, no threads, no random numbers. Imports
 * {@code rtp} and nothing else of ours. Start at {@link org.belfry.media.srtp.SrtpProtection}.
 */
@NullMarked
package org.belfry.media.srtp;

import org.jspecify.annotations.NullMarked;
