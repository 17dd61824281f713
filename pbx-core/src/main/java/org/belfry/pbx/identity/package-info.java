/**
 * Who is calling, as far as we vouch for it: P-Asserted-Identity and Privacy within the trust
 * domain (RFC 3325, RFC 3323), and who was called before (RFC 5806, RFC 7044).
 *
 * <p>The trust domain is this server and its peers. Users are believed about themselves only, and
 * other domains about nothing. Imports {@code sip}, {@code sip.message} and {@code directory}.
 * Start at {@link org.belfry.pbx.identity.Identity}.
 */
@NullMarked
package org.belfry.pbx.identity;

import org.jspecify.annotations.NullMarked;
