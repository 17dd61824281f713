/**
 * The numbering plans of the world and the holidays of a place, by libraries that keep them:
 * libphonenumber and ical4j, of which this package is the only importer.
 *
 * <p>Imports {@code pbx.routing} and {@code pbx.directory}. Start at {@link
 * org.belfry.appliance.numbers.WorldNumbers}.
 */
@NullMarked
package org.belfry.appliance.numbers;

import org.jspecify.annotations.NullMarked;
