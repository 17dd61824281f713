/**
 * The files that phones of each brand ask for. A {@link org.belfry.provisioning.vendor.Vendor} says
 * what is set in its brand's own words, in order, and how these words are written down; experts'
 * overrides are in the same words. The public sources stand at each class. Imports {@code
 * catalogue}, {@code settings} and {@code profile}. Start at {@link
 * org.belfry.provisioning.vendor.Profiles}.
 */
@NullMarked
package org.belfry.provisioning.vendor;

import org.jspecify.annotations.NullMarked;
