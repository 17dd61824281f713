package org.belfry.pbx.app;

import java.time.Duration;
import org.belfry.pbx.call.Payer;
import org.jspecify.annotations.Nullable;

/**
 * A call that an application makes.
 *
 * @param destination an extension, a number as it would be dialled, or a SIP address
 * @param shownAs the extension or number that the called party sees
 * @param shownName the name that it sees, or null
 * @param payer whose class of service counts
 * @param ringTime how long it rings
 * @param language in which it is spoken to; empty for the site's
 * @param argument what {@link VoiceCall#argument} gives
 */
public record OutgoingCall(
    String destination,
    String shownAs,
    @Nullable String shownName,
    Payer payer,
    Duration ringTime,
    String language,
    String argument) {}
