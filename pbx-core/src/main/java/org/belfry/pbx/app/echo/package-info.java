/**
 * The echo test: whoever calls hears itself. The smallest application there is, and the one to
 * begin with when writing another. Start at {@link org.belfry.pbx.app.echo.Echo}.
 */
@NullMarked
package org.belfry.pbx.app.echo;

import org.jspecify.annotations.NullMarked;
