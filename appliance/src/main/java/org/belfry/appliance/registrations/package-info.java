/**
 * Keeps bindings over a restart.
 *
 * <p>Imports {@code persistence}. Start at {@link
 * org.belfry.appliance.registrations.MariaBindingJournal}.
 */
@NullMarked
package org.belfry.appliance.registrations;

import org.jspecify.annotations.NullMarked;
