/**
 * Opus (RFC 6716, RFC 7587) by libopus, whose build is taken out of libjitsi's jar and called by
 * the foreign-function API (ADR 16). With {@code codec.spandsp} the only package of the sound that
 * may import java.lang.foreign. Imports {@code codec}.
 *
 * <p>Start at {@link org.belfry.media.codec.opus.LibOpus#load}.
 */
@NullMarked
package org.belfry.media.codec.opus;

import org.jspecify.annotations.NullMarked;
