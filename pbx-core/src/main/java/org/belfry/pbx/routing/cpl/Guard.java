package org.belfry.pbx.routing.cpl;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.From;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.routing.cpl.CplImport.NoRule;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a rule: who calls, and whether a schedule is open.
 *
 * @param schedule null for any time
 */
record Guard(From from, List<NumberPattern> numbers, @Nullable String schedule, boolean open) {
  static final Guard ALWAYS = new Guard(From.ANYBODY, List.of(), null, true);

  Guard {
    numbers = List.copyOf(numbers);
  }

  static Guard from(From who) {
    return new Guard(who, List.of(), null, true);
  }

  static Guard numbers(List<NumberPattern> who) {
    return new Guard(From.NUMBERS, who, null, true);
  }

  static Guard time(String schedule, boolean open) {
    return new Guard(From.ANYBODY, List.of(), schedule, open);
  }

  boolean always() {
    return equals(ALWAYS);
  }

  /** What holds when this does not; null when a rule cannot say so. */
  @Nullable Guard complement() {
    return switch (from) {
      case INSIDE -> from(From.OUTSIDE);
      case OUTSIDE -> from(From.INSIDE);
      case ANYBODY -> schedule == null ? null : time(schedule, !open);
      case ANONYMOUS, NUMBERS -> null;
    };
  }

  /**
   * Both.
   *
   * @return null when both never hold together
   */
  @Nullable Guard and(Guard other, int line) throws NoRule {
    if (other.equals(complement()) || equals(other.complement())) {
      return null;
    }
    From who = from;
    List<NumberPattern> patterns = numbers;
    if (other.from != From.ANYBODY && !(other.from == from && other.numbers.equals(numbers))) {
      if (other.complement() != null && from(other.from).equals(from(from).complement())) {
        return null;
      }
      if (from != From.ANYBODY) {
        throw new NoRule(line, "A rule has one condition on who calls.");
      }
      who = other.from;
      patterns = other.numbers;
    }
    String when = schedule;
    boolean whileOpen = open;
    if (other.schedule != null) {
      if (schedule != null && !schedule.equals(other.schedule)) {
        throw new NoRule(line, "A rule has one schedule.");
      }
      if (schedule != null && open != other.open) {
        return null;
      }
      when = other.schedule;
      whileOpen = other.open;
    }
    return new Guard(who, patterns, when, whileOpen);
  }

  /** Either, when both are numbers; else null. */
  @Nullable Guard orNumbers(Guard other) {
    if (from != From.NUMBERS || other.from != From.NUMBERS) {
      return null;
    }
    List<NumberPattern> both = new ArrayList<>(numbers);
    both.addAll(other.numbers);
    return numbers(both);
  }

  CallRule rule(On event, Action action) {
    return new CallRule(event, from, numbers, schedule, open, action);
  }

  /** Two rules for different numbers that do the same, as one; null when they are not. */
  static @Nullable CallRule joined(CallRule a, CallRule b) {
    boolean alike =
        a.from() == From.NUMBERS
            && b.from() == From.NUMBERS
            && a.on() == b.on()
            && a.action().equals(b.action())
            && a.whileOpen() == b.whileOpen()
            && java.util.Objects.equals(a.schedule(), b.schedule());
    if (!alike) {
      return null;
    }
    List<NumberPattern> both = new ArrayList<>(a.numbers());
    both.addAll(b.numbers());
    return new CallRule(a.on(), a.from(), both, a.schedule(), a.whileOpen(), a.action());
  }
}
