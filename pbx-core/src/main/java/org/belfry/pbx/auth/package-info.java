/**
 * Who is asking: digest authentication (RFC 3261 §22, RFC 7616, RFC 8760), as a server and, for
 * trunks, as a client.
 *
 * <p>Imports {@code sip}, {@code sip.message} and {@code directory}. Start at {@link
 * org.belfry.pbx.auth.DigestAuthenticator}, for our own credentials at {@link
 * org.belfry.pbx.auth.DigestClient}.
 */
@NullMarked
package org.belfry.pbx.auth;

import org.jspecify.annotations.NullMarked;
