package org.belfry.pbx.routing.cpl;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * At which times of a day a recurrence happens. Hours, minutes and seconds are sets; those that the
 * frequency counts in must also be in turn since the start. Two are equal when they say the same.
 */
final class TimeRule {
  private final Frequency frequency;
  private final LocalDateTime start;
  private final long interval;
  private final DayRule days;
  private final BitSet hours;
  private final BitSet minutes;
  private final BitSet seconds;

  /** Which of the times of one period count, from 1 or from -1; empty for all. */
  private final List<Integer> positions;

  /** What is left of {@link #seconds} by positions in periods shorter than an hour. */
  private final BitSet counted;

  /** Seconds of an hour that are left by positions in it; null when it has none. */
  private final @Nullable BitSet ofHour;

  /**
   * @param hours those listed; empty when none are
   */
  TimeRule(
      DayRule days,
      LocalDateTime start,
      BitSet hours,
      BitSet minutes,
      BitSet seconds,
      List<Integer> positions) {
    this.frequency = days.frequency();
    this.start = start;
    this.interval = days.interval();
    this.days = days;
    this.hours = filled(hours, 24, frequency.compareTo(Frequency.HOURLY) <= 0, start.getHour());
    this.minutes =
        filled(minutes, 60, frequency.compareTo(Frequency.MINUTELY) <= 0, start.getMinute());
    this.seconds =
        filled(seconds, 60, frequency.compareTo(Frequency.SECONDLY) <= 0, start.getSecond());
    this.positions = List.copyOf(positions);
    boolean some = !positions.isEmpty();
    this.counted =
        some && frequency.compareTo(Frequency.MINUTELY) <= 0
            ? inPlaces(this.seconds, frequency == Frequency.SECONDLY ? 1 : 0)
            : this.seconds;
    this.ofHour = some && frequency == Frequency.HOURLY ? inPlaces(secondsOfHour(), 0) : null;
  }

  private BitSet secondsOfHour() {
    BitSet all = new BitSet(3600);
    for (int m = minutes.nextSetBit(0); m >= 0; m = minutes.nextSetBit(m + 1)) {
      for (int s = seconds.nextSetBit(0); s >= 0; s = seconds.nextSetBit(s + 1)) {
        all.set(m * 60 + s);
      }
    }
    return all;
  }

  /**
   * The times of a period at the given positions.
   *
   * @param alike how many times each period has when it is the same for all of them; else 0
   */
  private BitSet inPlaces(BitSet times, int alike) {
    int all = alike == 0 ? times.cardinality() : alike;
    Set<Integer> wanted = Set.copyOf(positions);
    BitSet left = new BitSet();
    int place = 0;
    for (int t = times.nextSetBit(0); t >= 0; t = times.nextSetBit(t + 1)) {
      if (wanted.contains(place + 1) || wanted.contains(place - all)) {
        left.set(t);
      }
      place += alike == 0 ? 1 : 0;
    }
    return left;
  }

  private static BitSet filled(BitSet listed, int size, boolean any, int first) {
    BitSet all = (BitSet) listed.clone();
    if (all.isEmpty()) {
      all.set(any ? 0 : first, any ? size : first + 1);
    }
    return all;
  }

  /**
   * The last time of this day that is not after the bound.
   *
   * @param bound second of the day
   * @return second of the day, or -1
   */
  int latest(LocalDate day, int bound, Steps steps) {
    if (bound < 0) {
      return -1;
    }
    return positions.isEmpty() || frequency.withinDay()
        ? latestOfAll(day, bound, steps)
        : latestOfPositions(day, bound, steps);
  }

  private int latestOfAll(LocalDate day, int bound, Steps steps) {
    for (int h = hours.previousSetBit(bound / 3600); h >= 0; h = hours.previousSetBit(h - 1)) {
      if (!steps.take()) {
        return -1;
      }
      if (frequency == Frequency.HOURLY
          && !inTurn(ChronoUnit.HOURS.between(hourOf(start), day.atTime(h, 0)))) {
        continue;
      }
      int lastMinute = Math.min(59, (bound - h * 3600) / 60);
      for (int m = minutes.previousSetBit(lastMinute); m >= 0; m = minutes.previousSetBit(m - 1)) {
        int second = latestOfMinute(day, h, m, bound, steps);
        if (second >= 0) {
          return second;
        }
      }
    }
    return -1;
  }

  private int latestOfMinute(LocalDate day, int h, int m, int bound, Steps steps) {
    if (!steps.take()) {
      return -1;
    }
    LocalDateTime minute = day.atTime(h, m);
    if (frequency == Frequency.MINUTELY
        && !inTurn(ChronoUnit.MINUTES.between(start.truncatedTo(ChronoUnit.MINUTES), minute))) {
      return -1;
    }
    int last = Math.min(59, bound - h * 3600 - m * 60);
    if (ofHour != null) {
      int at = ofHour.previousSetBit(m * 60 + last);
      return at < m * 60 ? -1 : h * 3600 + at;
    }
    int s = counted.previousSetBit(last);
    if (frequency == Frequency.SECONDLY && interval > 1) {
      long since = ChronoUnit.SECONDS.between(start, minute);
      boolean inTurn = Math.floorMod(-since, interval) < 60;
      while (s >= 0 && !(inTurn && inTurn(since + s))) {
        s = inTurn ? counted.previousSetBit(s - 1) : -1;
      }
    }
    return s < 0 ? -1 : h * 3600 + m * 60 + s;
  }

  private static LocalDateTime hourOf(LocalDateTime time) {
    return time.truncatedTo(ChronoUnit.HOURS);
  }

  private boolean inTurn(long periods) {
    return interval == 1 || periods % interval == 0;
  }

  /** The times of a day follow one another in the set of their period, so they need no list. */
  private int latestOfPositions(LocalDate day, int bound, Steps steps) {
    int[] place = days.position(day, steps);
    if (place == null) {
      return -1;
    }
    int perDay = hours.cardinality() * minutes.cardinality() * seconds.cardinality();
    long before = (long) place[0] * perDay;
    long all = (long) place[1] * perDay;
    int latest = -1;
    for (int position : positions) {
      long index = (position > 0 ? position - 1 : all + position) - before;
      if (index >= 0 && index < perDay) {
        int time = time((int) index);
        if (time <= bound) {
          latest = Math.max(latest, time);
        }
      }
    }
    return latest;
  }

  /** The n-th time of a day, from 0, as second of the day. */
  private int time(int n) {
    int ofSeconds = seconds.cardinality();
    int ofHour = minutes.cardinality() * ofSeconds;
    return nth(hours, n / ofHour) * 3600
        + nth(minutes, n % ofHour / ofSeconds) * 60
        + nth(seconds, n % ofSeconds);
  }

  private static int nth(BitSet set, int n) {
    int bit = set.nextSetBit(0);
    for (int i = 0; i < n; i++) {
      bit = set.nextSetBit(bit + 1);
    }
    return bit;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimeRule rule
        && start.equals(rule.start)
        && days.equals(rule.days)
        && hours.equals(rule.hours)
        && minutes.equals(rule.minutes)
        && seconds.equals(rule.seconds)
        && positions.equals(rule.positions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(start, days, hours, minutes, seconds, positions);
  }
}
