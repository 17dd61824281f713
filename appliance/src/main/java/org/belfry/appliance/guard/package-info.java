/**
 * The guard of the SIP ports in this process: its settings, its lines in the audit log, its bans
 * over a restart, and what administrators ask and tell it.
 *
 * <p>Imports {@code audit}, {@code persistence} and {@code system}. Start at {@link
 * org.belfry.appliance.guard.GuardConfiguration}.
 */
@NullMarked
package org.belfry.appliance.guard;

import org.jspecify.annotations.NullMarked;
