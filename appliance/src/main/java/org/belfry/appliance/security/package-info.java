/**
 * Who may use pages and API: administrators and users, roles, one-time links, authenticators (RFC
 * 6238), sessions, API tokens, the brake on guessing; and what phones may ask with their SIP
 * password.
 *
 * <p>Imports {@code system}, {@code directory}, {@code audit} and {@code mail}. Start at {@link
 * org.belfry.appliance.security.WebSecurity}.
 */
@NullMarked
package org.belfry.appliance.security;

import org.jspecify.annotations.NullMarked;
