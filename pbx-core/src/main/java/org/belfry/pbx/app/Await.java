package org.belfry.pbx.app;

import java.time.Duration;
import java.util.List;

/**
 * What a program waits for while something sounds, or while it sits in a room.
 *
 * @param prompts played from now on instead of what played; empty to leave that as it is
 * @param keys those that count; others are ignored
 * @param length how long it waits at most
 * @param untilPlayed true to be told when what plays is over
 */
public record Await(List<Prompt> prompts, String keys, Duration length, boolean untilPlayed) {
  public static final String ALL_KEYS = "0123456789*#ABCD";

  public Await {
    prompts = List.copyOf(prompts);
  }

  /** Whatever happens, within this time. */
  public static Await upTo(Duration length) {
    return new Await(List.of(), ALL_KEYS, length, false);
  }

  /** Until these are played, or a key is pressed, which does not stop them. */
  public static Await played(List<Prompt> prompts) {
    return new Await(prompts, ALL_KEYS, Duration.ofHours(24), true);
  }

  /** Goes on with what plays. */
  public static Await more() {
    return played(List.of());
  }

  public Await playing(List<Prompt> other) {
    return new Await(other, keys, length, untilPlayed);
  }

  public Await keys(String those) {
    return new Await(prompts, those, length, untilPlayed);
  }

  public Await within(Duration time) {
    return new Await(prompts, keys, time, untilPlayed);
  }
}
