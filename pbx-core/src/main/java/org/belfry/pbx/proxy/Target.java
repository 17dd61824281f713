package org.belfry.pbx.proxy;

import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * One of the places a request is forwarded to (RFC 3261 §16.5).
 *
 * @param uri the Request-URI to send, or null to leave it as it is
 * @param hop where to send it
 * @param sticky true when only {@code hop} leads there, so that the dialog's route must remember it
 */
public record Target(@Nullable String uri, Hop hop, boolean sticky) {}
