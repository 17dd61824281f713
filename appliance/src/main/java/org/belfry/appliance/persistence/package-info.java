/**
 * The database connection and the journals that are drained to it behind the call path.
 *
 * <p>Imports {@code system}. Start at {@link org.belfry.appliance.persistence.Journal}.
 */
@NullMarked
package org.belfry.appliance.persistence;

import org.jspecify.annotations.NullMarked;
