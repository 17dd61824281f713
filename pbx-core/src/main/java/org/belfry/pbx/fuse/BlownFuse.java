package org.belfry.pbx.fuse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fuse that has blown: calls of its kind are refused until somebody releases it.
 *
 * @param limit that was passed, in the unit of the measure
 * @param number that was called when it blew, or that was talking
 * @param payer the extension that paid for that call, or null
 */
public record BlownFuse(
    FuseKey key,
    FuseMeasure measure,
    long limit,
    Instant at,
    String number,
    @Nullable String payer) {}
