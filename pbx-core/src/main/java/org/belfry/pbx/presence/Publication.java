package org.belfry.pbx.presence;

import java.time.Instant;

/** What a device has published of its user's presence, until it says otherwise (RFC 3903 §4). */
public record Publication(String etag, Pidf document, Instant expiresAt) {}
