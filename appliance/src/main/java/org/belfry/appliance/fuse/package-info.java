/**
 * The fraud fuse in this process: its settings and rates, what it has counted over a restart, and
 * what administrators ask and tell it.
 *
 * <p>Imports {@code audit}, {@code directory} and {@code persistence}. Start at {@link
 * org.belfry.appliance.fuse.FuseConfiguration}.
 */
@NullMarked
package org.belfry.appliance.fuse;

import org.jspecify.annotations.NullMarked;
