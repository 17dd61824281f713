/**
 * Which phones there are: brands, models with their key counts and firmware, MAC addresses and how
 * a phone names itself in a User-Agent. Imports the JDK only. Start at {@link
 * org.belfry.provisioning.catalogue.Catalogue}.
 */
@NullMarked
package org.belfry.provisioning.catalogue;

import org.jspecify.annotations.NullMarked;
