package org.belfry.pbx.registrar;

import java.time.Instant;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * AOR → Contact (RFC 3261 §10.2.1).
 *
 * @param contact the Contact URI exactly as the phone wrote it
 * @param instance the +sip.instance value, or null
 * @param q preference 0 to 1000 (thousandths)
 * @param callId and {@code cseq} of the REGISTER that set it, §10.3 step 7
 * @param hop the way the REGISTER came, and so the way to the phone behind its NAT
 */
public record Binding(
    String contact,
    @Nullable String instance,
    int q,
    String callId,
    long cseq,
    Hop hop,
    @Nullable String userAgent,
    Instant registeredAt,
    Instant expiresAt) {

  public boolean expired(Instant now) {
    return !expiresAt.isAfter(now);
  }
}
