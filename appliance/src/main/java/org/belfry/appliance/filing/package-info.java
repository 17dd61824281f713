/**
 * What lies in an intake is filed by a clerk: a thread that is woken by a bell, tries again what
 * fails, and sweeps from time to time. Voice messages and recordings have one each.
 *
 * <p>Imports nothing of ours. Start at {@link org.belfry.appliance.filing.IntakeArchiver}.
 */
@NullMarked
package org.belfry.appliance.filing;

import org.jspecify.annotations.NullMarked;
