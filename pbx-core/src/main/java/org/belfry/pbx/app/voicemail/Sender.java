package org.belfry.pbx.app.voicemail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose message it is.
 *
 * @param number as it was shown to us; null when hidden
 * @param name as shown, or null
 * @param at when the call came
 * @param forwardedBy the extension of who sent it on, or null
 */
public record Sender(
    String callId,
    @Nullable String number,
    @Nullable String name,
    Instant at,
    @Nullable String forwardedBy) {}
