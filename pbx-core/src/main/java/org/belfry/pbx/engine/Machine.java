package org.belfry.pbx.engine;

import java.time.Instant;

/**
 * A protocol as a function: what an event makes of a state, and what shall happen. It reaches for
 * no clock, socket, thread or random number.
 *
 * @param <S> its states, sealed
 * @param <E> what can happen to it, sealed
 * @param <F> what it may want to happen, sealed
 */
@FunctionalInterface
public interface Machine<S, E, F extends Effect> {
  Step<S, F> on(S state, E event, Instant now);
}
