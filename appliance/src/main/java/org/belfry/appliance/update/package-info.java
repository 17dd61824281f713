/**
 * Updates: taken from a file or the update server, laid ready in the data directory, and installed
 * by the host's root (installer/root/usr/lib/belfry/command/update), which trusts the maker's
 * signature and nothing of ours (ADR 43).
 *
 * <p>Imports {@code system} and {@code audit}. Start at {@link
 * org.belfry.appliance.update.LiveUpdateAdmin}.
 */
@NullMarked
package org.belfry.appliance.update;

import org.jspecify.annotations.NullMarked;
