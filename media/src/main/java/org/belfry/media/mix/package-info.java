/**
 * The mixer of a conference (the "mixer" of RFC 4353 §2.2, RFC 3550 §2.3): one room, one tick of 20
 * ms, every participant hears all but itself. A pure machine: it reads frames from sources and
 * leaves frames to be fetched; no clock, no socket, no thread, and no allocation per tick. May
 * import {@code path}.
 *
 * <p>Sums are integers. Narrowband (8 kHz) and wideband (16 kHz) participants are summed on a
 * {@code Bus} each, and only the two sums are converted, once a tick: so wideband inside costs a
 * room of G.711 phones nothing until the first wideband participant is there.
 *
 * <p>Start at {@link org.belfry.media.mix.Mixer}; {@link org.belfry.media.mix.Outgoing} encodes
 * equal frames once.
 */
@NullMarked
package org.belfry.media.mix;

import org.jspecify.annotations.NullMarked;
