/**
 * Opening hours, holidays and the night switch. Imports {@code pbx.admin} and {@code webui.base}.
 * Start at {@link org.belfry.webui.schedules.SchedulesView}, then {@link
 * org.belfry.webui.schedules.SchedulePage}, which is one schedule.
 */
@NullMarked
package org.belfry.webui.schedules;

import org.jspecify.annotations.NullMarked;
