/**
 * What happens once everything is up: the first administrator, the demo users, the line that says
 * where to go.
 *
 * <p>Imports {@code system}, {@code persistence}, {@code security} and {@code pbx.admin}. Start at
 * {@link org.belfry.appliance.firststart.Announcement}.
 */
@NullMarked
package org.belfry.appliance.firststart;

import org.jspecify.annotations.NullMarked;
