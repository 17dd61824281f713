/** Calls that are going on right now. Start at {@link org.belfry.webui.livecalls.LiveCallsView}. */
@NullMarked
package org.belfry.webui.livecalls;

import org.jspecify.annotations.NullMarked;
