/**
 * Who is asking: digest authentication (RFC 3261 §22, RFC 7616, RFC 8760).
 *
 * <p>Imports {@code sip}, {@code sip.message} and {@code directory}. Start at {@link
 * org.belfry.pbx.auth.DigestAuthenticator}.
 */
@NullMarked
package org.belfry.pbx.auth;

import org.jspecify.annotations.NullMarked;
