package org.belfry.pbx.app;

import java.time.Duration;
import java.util.List;

/**
 * Digits that are asked for.
 *
 * @param prompts said first; may be empty
 * @param min fewer are no answer: 1 to {@code max}
 * @param max so many end it at once: 1 to 64
 * @param terminators keys that end it sooner and are not part of the answer; may be empty
 * @param first how long the first digit may take once all is said
 * @param next how long each further one may take
 * @param bargeIn true when a digit ends what is said; else digits are heard after it
 * @param clear true to forget what was pressed before
 */
public record Collect(
    List<Prompt> prompts,
    int min,
    int max,
    String terminators,
    Duration first,
    Duration next,
    boolean bargeIn,
    boolean clear) {
  public static final int DIGITS_MAX = 64;

  public Collect {
    prompts = List.copyOf(prompts);
    if (min < 1 || max < min || max > DIGITS_MAX) {
      throw new IllegalArgumentException(min + " to " + max + " digits");
    }
  }

  /** One key, within five seconds, barging in. */
  public static Collect key(Prompt... prompts) {
    return new Collect(
        List.of(prompts), 1, 1, "", Duration.ofSeconds(5), Duration.ofSeconds(3), true, false);
  }

  /** {@code min} to {@code max} digits, ended by #. */
  public static Collect digits(int min, int max, Prompt... prompts) {
    return new Collect(
        List.of(prompts), min, max, "#", Duration.ofSeconds(5), Duration.ofSeconds(3), true, false);
  }

  public Collect saying(List<Prompt> other) {
    return new Collect(other, min, max, terminators, first, next, bargeIn, clear);
  }

  public Collect within(Duration firstDigit, Duration nextDigit) {
    return new Collect(prompts, min, max, terminators, firstDigit, nextDigit, bargeIn, clear);
  }

  public Collect endedBy(String keys) {
    return new Collect(prompts, min, max, keys, first, next, bargeIn, clear);
  }

  /** The prompts are heard to their end. */
  public Collect toTheEnd() {
    return new Collect(prompts, min, max, terminators, first, next, false, clear);
  }

  /** What was pressed before does not count. */
  public Collect fresh() {
    return new Collect(prompts, min, max, terminators, first, next, bargeIn, true);
  }
}
