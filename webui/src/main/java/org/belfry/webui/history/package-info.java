/**
 * Calls that have ended: filter, page through, look at one. Start at {@link
 * org.belfry.webui.history.HistoryView}.
 */
@NullMarked
package org.belfry.webui.history;

import org.jspecify.annotations.NullMarked;
