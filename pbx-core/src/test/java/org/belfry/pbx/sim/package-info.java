/**
 * The simulated world: a network, a clock, phones. Everything happens on one thread, in virtual
 * time, from one seed.
 *
 * <p>Published as a test jar. Start at {@link org.belfry.pbx.sim.World}.
 */
@NullMarked
package org.belfry.pbx.sim;

import org.jspecify.annotations.NullMarked;
