/**
 * Keys for SRTP in the session description itself (RFC 4568): reads and prints a=crypto lines,
 * makes an offer's and chooses for an answer. Text in, values out; random numbers are handed in.
 * Worth something only where the signalling is encrypted. Imports {@code srtp}. Start at {@link
 * org.belfry.media.srtp.sdes.Sdes}.
 */
@NullMarked
package org.belfry.media.srtp.sdes;

import org.jspecify.annotations.NullMarked;
