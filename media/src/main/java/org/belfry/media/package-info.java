/**
 * Sound: codecs, recordings, tones; later the relay, the mixer and all of RTP. Plain Java: no SIP,
 * no Spring, no SQL.
 *
 * <p>Start at {@link org.belfry.media.codec.G711}.
 */
@NullMarked
package org.belfry.media;

import org.jspecify.annotations.NullMarked;
