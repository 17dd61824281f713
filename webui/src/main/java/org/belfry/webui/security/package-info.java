/**
 * Who is shut out of the SIP ports and who never is. Imports {@code pbx.admin} and {@code
 * webui.base}. Start at {@link org.belfry.webui.security.SecurityView}.
 */
@NullMarked
package org.belfry.webui.security;

import org.jspecify.annotations.NullMarked;
