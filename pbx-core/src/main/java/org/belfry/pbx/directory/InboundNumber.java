package org.belfry.pbx.directory;

import org.jspecify.annotations.Nullable;

/**
 * One of the site's outside numbers, or a range of them.
 *
 * @param pattern E.164 with {@code +}, or the beginning of it with {@code *}
 * @param trunk that it must come in by, or null for any
 * @param schedule that decides, or null
 * @param open where calls go, while the schedule is open or when there is none
 * @param closed where calls go otherwise; null for the same
 */
public record InboundNumber(
    NumberPattern pattern,
    @Nullable String trunk,
    @Nullable String schedule,
    Destination open,
    @Nullable Destination closed) {}
