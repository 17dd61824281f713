/**
 * Codecs: PCM to wire and back, mono, in arrays of the caller (RFC 3551, RFC 7587 and ITU-T G.711);
 * sample rate conversion, concealment of what was lost, comfort noise (RFC 3389). No sockets, no
 * clock, no threads. Imports nothing of ours; the codecs that live in C libraries stand in {@code
 * codec.opus} and {@code codec.spandsp} and import this package.
 *
 * <p>Start at {@link org.belfry.media.codec.Codec}, then {@link org.belfry.media.codec.Codecs}.
 */
@NullMarked
package org.belfry.media.codec;

import org.jspecify.annotations.NullMarked;
