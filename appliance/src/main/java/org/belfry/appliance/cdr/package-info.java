/**
 * Call records: written in batches, read by pages.
 *
 * <p>Imports {@code persistence}. Start at {@link org.belfry.appliance.cdr.MariaCdrSink}.
 */
@NullMarked
package org.belfry.appliance.cdr;

import org.jspecify.annotations.NullMarked;
