package org.belfry.media.session;

import java.time.Duration;
import java.util.List;
import org.belfry.media.rtp.QualityPoint;
import org.belfry.media.sdp.negotiation.Side;
import org.jspecify.annotations.Nullable;

/**
 * How a leg sounds, or sounded.
 *
 * @param side A is the caller
 * @param type {@code audio}, {@code video} …
 * @param codec encoding name, or null when none was agreed on
 * @param protection {@code SDES}, {@code DTLS} or empty
 * @param received packets that were accepted from it
 * @param sent packets that went to it
 * @param lost packets of its stream that did not come
 * @param jitter the largest of the intervals of 5 s
 * @param roundTrip the latest, or null when it never reported
 * @param opinion MOS, 1 to 4.5, mean over the intervals; null when nothing came
 * @param note what was wrong in one sentence, or null
 * @param course over its whole time
 */
public record LegReport(
    Side side,
    String type,
    @Nullable String codec,
    String protection,
    long received,
    long sent,
    long lost,
    Duration jitter,
    @Nullable Duration roundTrip,
    @Nullable Double opinion,
    @Nullable String note,
    List<QualityPoint> course) {}
