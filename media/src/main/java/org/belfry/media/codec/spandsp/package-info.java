/**
 * What Debian's libspandsp does for us, called by the foreign-function API: G.722 (RFC 3551 §4.5.2)
 * and the detection of DTMF in sound (ITU-T Q.24). With {@code codec.opus} the only package of the
 * sound that may import java.lang.foreign. Imports {@code codec} and {@code dtmf}.
 *
 * <p>Start at {@link org.belfry.media.codec.spandsp.Spandsp#load}.
 */
@NullMarked
package org.belfry.media.codec.spandsp;

import org.jspecify.annotations.NullMarked;
