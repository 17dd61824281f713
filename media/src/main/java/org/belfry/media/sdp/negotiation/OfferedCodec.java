package org.belfry.media.sdp.negotiation;

import org.belfry.media.sdp.PayloadFormat;
import org.jspecify.annotations.Nullable;

/**
 * One format of our offer to the answerer.
 *
 * @param theirs as the offerer wrote it; null if we added it
 * @param ours as we wrote it
 */
record OfferedCodec(@Nullable PayloadFormat theirs, PayloadFormat ours) {}
