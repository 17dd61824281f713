/**
 * The page to sign in; the form itself is posted to the security filter of the appliance. Start at
 * {@link org.belfry.webui.login.LoginView}.
 */
@NullMarked
package org.belfry.webui.login;

import org.jspecify.annotations.NullMarked;
