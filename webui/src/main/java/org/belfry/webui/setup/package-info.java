/**
 * The one-time page that makes the first administrator. Start at {@link
 * org.belfry.webui.setup.SetupView}.
 */
@NullMarked
package org.belfry.webui.setup;

import org.jspecify.annotations.NullMarked;
