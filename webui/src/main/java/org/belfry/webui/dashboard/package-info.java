/**
 * The first page after signing in: numbers, state of the appliance, what to do next. Start at
 * {@link org.belfry.webui.dashboard.DashboardView}.
 */
@NullMarked
package org.belfry.webui.dashboard;

import org.jspecify.annotations.NullMarked;
