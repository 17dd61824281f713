/**
 * Who may use pages and API: administrators, the one-time setup link, API tokens, the brake on
 * guessing.
 *
 * <p>Imports {@code system}. Start at {@link org.belfry.appliance.security.WebSecurity}.
 */
@NullMarked
package org.belfry.appliance.security;

import org.jspecify.annotations.NullMarked;
