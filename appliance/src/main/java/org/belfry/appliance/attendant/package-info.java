/**
 * Attendants at work: what runs their calls, and the web servers they ask. Imports {@code
 * directory}. Start at {@link org.belfry.appliance.attendant.AttendantConfiguration}.
 */
@NullMarked
package org.belfry.appliance.attendant;

import org.jspecify.annotations.NullMarked;
