package org.belfry.pbx.engine;

import java.util.List;

/**
 * What a machine answers to an event: its next state and what shall happen, in this order.
 *
 * @param <S> the machine's states
 * @param <F> what it may want to happen: sealed, so that who carries it out forgets none
 */
public record Step<S, F extends Effect>(S state, List<? extends F> effects) {

  /** Next state, nothing to do. */
  public static <S, F extends Effect> Step<S, F> to(S state) {
    return new Step<>(state, List.of());
  }

  public static <S, F extends Effect> Step<S, F> to(S state, F effect) {
    return new Step<>(state, List.of(effect));
  }

  public static <S, F extends Effect> Step<S, F> to(S state, F first, F second) {
    return new Step<>(state, List.of(first, second));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies the array and lets nobody write to it
  public static <S, F extends Effect> Step<S, F> to(S state, F... effects) {
    return new Step<>(state, List.of(effects));
  }

  public static <S, F extends Effect> Step<S, F> to(S state, List<? extends F> effects) {
    return new Step<>(state, effects);
  }
}
