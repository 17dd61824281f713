package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.PayloadFormat;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of an audio line use.
 *
 * @param toOfferer what our answer says; empty: no answer is possible
 * @param fromAnswerer what the answerer said, without what was never offered
 * @param toAnswerer what we told the answerer of those
 * @param ofOfferer what becomes of the offerer's payload types
 * @param ofAnswerer and of the answerer's
 * @param why transcoding, or why there is no answer; null if sound passes
 */
record AnsweredCodecs(
    List<PayloadFormat> toOfferer,
    List<PayloadFormat> fromAnswerer,
    List<PayloadFormat> toAnswerer,
    PayloadMap ofOfferer,
    PayloadMap ofAnswerer,
    @Nullable String why) {}
