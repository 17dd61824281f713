/**
 * The use cases offered to the web pages and the REST API: commands in, views out, problems typed.
 *
 * <p>Interfaces here are implemented by the appliance (they end in a database transaction and a new
 * {@link org.belfry.pbx.directory.Directory} snapshot). Nothing here knows SQL, HTTP or SIP
 * messages. Start at {@link org.belfry.pbx.admin.UserAdmin}.
 */
@NullMarked
package org.belfry.pbx.admin;

import org.jspecify.annotations.NullMarked;
