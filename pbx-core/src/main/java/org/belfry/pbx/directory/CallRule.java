package org.belfry.pbx.directory;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of a user's rules for calls to them: when all of its conditions fit, its action is taken. The
 * first rule that fits an event wins.
 *
 * @param on what must have happened
 * @param from who must be calling
 * @param numbers for {@link From#NUMBERS}: who exactly; else empty
 * @param schedule name of a schedule, or null for any time
 * @param whileOpen whether it holds while the schedule is open, or while it is closed
 */
public record CallRule(
    On on,
    From from,
    List<NumberPattern> numbers,
    @Nullable String schedule,
    boolean whileOpen,
    Action action) {

  public CallRule {
    numbers = List.copyOf(numbers);
    if ((from == From.NUMBERS) == numbers.isEmpty()) {
      throw new IllegalArgumentException("A rule for certain callers names them, no other does.");
    }
  }

  /** A rule for every caller at any time. */
  public static CallRule always(On on, Action action) {
    return new CallRule(on, From.ANYBODY, List.of(), null, true, action);
  }

  /** What happened to the call. */
  public enum On {
    /** It came. */
    CALL,
    BUSY,
    NO_ANSWER,
    /** No phone is registered, or none could be reached. */
    UNREACHABLE
  }

  /** Who calls. */
  public enum From {
    ANYBODY,
    INSIDE,
    OUTSIDE,
    ANONYMOUS,
    NUMBERS
  }

  /** What is done. */
  public sealed interface Action {

    /** Ring the user's phones, for this long instead of the usual time. */
    record RingPhones(@Nullable Duration time, @Nullable String ringTone) implements Action {}

    /** Send it elsewhere. */
    record Forward(Destination to) implements Action {}

    /**
     * Find me, follow me: one step after the other.
     *
     * @param steps 1 to 8
     */
    record Follow(List<Step> steps) implements Action {
      public Follow {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > 8) {
          throw new IllegalArgumentException("Find me has 1 to 8 steps.");
        }
      }
    }

    /**
     * Numbers that ring together.
     *
     * @param numbers 1 to 8; the user's own extension means their phones
     * @param time 5 to 120 s
     * @param confirm whether who answers an outside number must press 1, so that a mobile's
     *     voicemail does not take the call
     */
    record Step(List<String> numbers, Duration time, boolean confirm) {
      public Step {
        numbers = List.copyOf(numbers);
        if (numbers.isEmpty() || numbers.size() > 8) {
          throw new IllegalArgumentException("A step rings 1 to 8 numbers.");
        }
        if (time.compareTo(Duration.ofSeconds(5)) < 0
            || time.compareTo(Duration.ofSeconds(120)) > 0) {
          throw new IllegalArgumentException("A step rings for 5 to 120 seconds.");
        }
      }
    }
  }
}
