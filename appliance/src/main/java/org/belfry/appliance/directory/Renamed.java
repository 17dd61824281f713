package org.belfry.appliance.directory;

import org.jspecify.annotations.Nullable;

/**
 * Something has another name, or is gone. Published within the transaction that changes it, so
 * whoever keeps something by that name changes it along.
 *
 * @param before the name that others knew it by
 * @param after the one they know it by now; null when it is gone
 */
public record Renamed(Owner.Kind kind, String before, @Nullable String after) {}
