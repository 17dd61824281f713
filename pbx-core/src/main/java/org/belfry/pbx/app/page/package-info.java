/**
 * Group paging: one speaks, the phones of a ring group answer by themselves and only listen. Each
 * is called by the intercom's code, so that who talks or will not be disturbed is left in peace.
 * Start at {@link org.belfry.pbx.app.page.Page}.
 */
@NullMarked
package org.belfry.pbx.app.page;

import org.jspecify.annotations.NullMarked;
