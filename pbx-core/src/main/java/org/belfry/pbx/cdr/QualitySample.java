package org.belfry.pbx.cdr;

import org.jspecify.annotations.Nullable;

/**
 * How one leg of a call sounded for some seconds, both ways.
 *
 * @param seconds that it is about
 * @param lossPercent of what came from it, 0 to 100
 * @param jitterMs of what came from it
 * @param mos of what came from it, 1.0 to 4.5 (ITU-T G.107); null when nothing came
 * @param sentLossPercent of what went to it, by its own reports (RFC 3550 §6.4); null without one
 * @param sentJitterMs of what went to it; null without a report
 * @param sentMos of what went to it; null without a report
 */
public record QualitySample(
    double seconds,
    double lossPercent,
    double jitterMs,
    @Nullable Double mos,
    @Nullable Double sentLossPercent,
    @Nullable Double sentJitterMs,
    @Nullable Double sentMos) {}
