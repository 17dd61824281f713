package org.belfry.pbx.app.park;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits in a slot.
 *
 * @param slot 1 to 99
 * @param callId of the leg that waits
 * @param who its address, as a From value
 * @param parkedBy the extension of who parked it, or null when that is not known
 */
public record ParkedCall(
    int slot, String callId, String who, @Nullable String parkedBy, Instant since) {}
