/**
 * Users: list, create, change, delete, new SIP password, and the dialog that shows credentials
 * once. Start at {@link org.belfry.webui.users.UsersView}.
 */
@NullMarked
package org.belfry.webui.users;

import org.jspecify.annotations.NullMarked;
