package org.belfry.pbx.registrar;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * AOR → Contact (RFC 3261 §10.2.1).
 *
 * @param contact the Contact URI exactly as the phone wrote it
 * @param instance the +sip.instance value, or null
 * @param regId which flow of the instance this is (RFC 5626 §4.2), or 0 when it is none
 * @param q preference 0 to 1000 (thousandths)
 * @param callId and {@code cseq} of the REGISTER that set it, §10.3 step 7
 * @param hop the way the REGISTER came, and so the way to the phone behind its NAT
 * @param path the proxies to pass on the way to the phone, the nearest to us first (RFC 3327)
 */
public record Binding(
    String contact,
    @Nullable String instance,
    int regId,
    int q,
    String callId,
    long cseq,
    Hop hop,
    List<String> path,
    @Nullable String userAgent,
    Instant registeredAt,
    Instant expiresAt) {

  public Binding {
    path = List.copyOf(path);
  }

  public boolean expired(Instant now) {
    return !expiresAt.isAfter(now);
  }

  /**
   * What tells this binding from others of its AOR: the flow of an instance (RFC 5626 §6), else the
   * Contact.
   */
  public String key() {
    return regId > 0 && instance != null ? instance + "#" + regId : contact;
  }

  /** The same by another way. */
  public Binding by(Hop way) {
    return new Binding(
        contact, instance, regId, q, callId, cseq, way, path, userAgent, registeredAt, expiresAt);
  }
}
