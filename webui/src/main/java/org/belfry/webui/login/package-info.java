/**
 * Signing in: name and password, the code of an authenticator, the one-time link of a new user, and
 * the panels by which one changes one's own. The forms themselves are posted to the security
 * filters of the appliance. Start at {@link org.belfry.webui.login.LoginView} and {@link
 * org.belfry.webui.login.Gate}.
 */
@NullMarked
package org.belfry.webui.login;

import org.jspecify.annotations.NullMarked;
