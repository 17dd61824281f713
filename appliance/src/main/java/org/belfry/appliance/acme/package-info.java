/**
 * Requests certificates by ACME (RFC 8555) and answers the challenges: HTTP-01, DNS-01 with dynamic
 * updates (RFC 2136, 8945) and TLS-ALPN-01 (RFC 8737). Wraps acme4j; all its requests go through
 * {@code outgoing}.
 *
 * <p>Imports {@code outgoing}. Start at {@link org.belfry.appliance.acme.CertificateRequest}.
 */
@NullMarked
package org.belfry.appliance.acme;

import org.jspecify.annotations.NullMarked;
