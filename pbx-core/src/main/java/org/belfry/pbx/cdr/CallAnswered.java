package org.belfry.pbx.cdr;

import org.jspecify.annotations.Nullable;

/**
 * Somebody has answered a call.
 *
 * @param call as it was until then
 * @param caller extension of our user who calls, or null
 * @param answeredBy extension of our user whose device it is, or null
 * @param group the ring group that it rang for, or null
 * @param fromTrunk by which it came, or null
 * @param toTrunk by which it goes, or null
 * @param application of ours that took it, or null
 */
public record CallAnswered(
    LiveCall call,
    @Nullable String caller,
    @Nullable String answeredBy,
    @Nullable String group,
    @Nullable String fromTrunk,
    @Nullable String toTrunk,
    @Nullable String application) {}
