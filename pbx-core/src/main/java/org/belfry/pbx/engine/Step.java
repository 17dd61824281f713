package org.belfry.pbx.engine;

import java.util.List;

/**
 * The answer of a machine to one event: its next state and what is to be done, in order.
 *
 * @param <S> the machine's state
 */
public record Step<S>(S state, List<? extends Effect> effects) {

  /** Next state, nothing to do. */
  public static <S> Step<S> to(S state) {
    return new Step<>(state, List.of());
  }

  public static <S> Step<S> to(S state, Effect effect) {
    return new Step<>(state, List.of(effect));
  }

  public static <S> Step<S> to(S state, Effect first, Effect second) {
    return new Step<>(state, List.of(first, second));
  }

  public static <S> Step<S> to(S state, Effect... effects) {
    return new Step<>(state, List.of(effects));
  }

  public static <S> Step<S> to(S state, List<? extends Effect> effects) {
    return new Step<>(state, effects);
  }
}
