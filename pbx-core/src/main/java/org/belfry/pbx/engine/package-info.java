/**
 * What runs the machines: events in, effects out, timers and one thread's worth of work at a time.
 *
 * <p>A protocol is a function of (state, event, now) that answers with a {@link
 * org.belfry.pbx.engine.Step}. This package knows no protocol, no socket and no clock: {@code now}
 * comes in from whoever owns the thread. Imports nothing of ours. Start at {@link
 * org.belfry.pbx.engine.Step}, then {@link org.belfry.pbx.engine.Lane}.
 */
@NullMarked
package org.belfry.pbx.engine;

import org.jspecify.annotations.NullMarked;
