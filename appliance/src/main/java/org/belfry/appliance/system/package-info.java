/**
 * What stands before anything else can: the data directory and its lock, secrets, the private
 * database, the certificate, checks that end the start with one sentence.
 *
 * <p>Imports nothing of the appliance; of call control only what reads addresses. Start at {@link
 * org.belfry.appliance.system.Bootstrap}.
 */
@NullMarked
package org.belfry.appliance.system;

import org.jspecify.annotations.NullMarked;
