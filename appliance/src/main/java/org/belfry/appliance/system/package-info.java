/**
 * What stands before anything else can: the data directory and its lock, secrets, the private
 * database, the certificate, checks that end the start with one sentence.
 *
 * <p>Imports nothing of ours. Start at {@link org.belfry.appliance.system.Groundwork}.
 */
@NullMarked
package org.belfry.appliance.system;

import org.jspecify.annotations.NullMarked;
