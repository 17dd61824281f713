/**
 * The dial plan in the database: call settings of users, groups, schedules, trunks, routes, inbound
 * numbers, how the site dials, uploaded scripts.
 *
 * <p>A command is read in two steps: a {@code …Form} looks at each field by itself, and {@link
 * org.belfry.appliance.dialplan.Examination} at the snapshot that would come of it. Documents are
 * kept as the API has them (ADR 21). Imports {@code directory}. Start at {@link
 * org.belfry.appliance.dialplan.MariaDialPlan}.
 */
@NullMarked
package org.belfry.appliance.dialplan;

import org.jspecify.annotations.NullMarked;
