package org.belfry.media.relay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A leg's sums since it was opened, for the call's record.
 *
 * @param received packets accepted from the phone
 * @param receivedOctets of datagrams accepted
 * @param lost packets of the phone that did not reach us
 * @param sent packets sent to the phone
 * @param sentOctets bytes of payload sent
 * @param dropped how many packets went no further, by reason; only reasons that occurred
 * @param meanOpinion mean of the MOS over the intervals with sound from the phone; null without any
 * @param worstOpinion the lowest of them
 */
public record LegTotals(
    long received,
    long receivedOctets,
    long lost,
    long sent,
    long sentOctets,
    Map<Dropped, Long> dropped,
    @Nullable Double meanOpinion,
    @Nullable Double worstOpinion) {}
