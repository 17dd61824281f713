package org.belfry.pbx.admin;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of a period in figures: by day, hour, person, queue, agent and trunk. */
public interface CallReports {
  /** The longest period, in days. */
  int DAYS_MAX = 366;

  /**
   * @param from first day, in the site's time zone
   * @param to last day
   * @throws InvalidCommand when {@code to} is before {@code from}, or more than {@value #DAYS_MAX}
   *     days are asked for
   */
  Report report(LocalDate from, LocalDate to);

  /**
   * @param days every day of the period, also those without a call
   * @param hours the 24 hours of the day, all days taken together
   * @param people users with a call, the busiest first
   * @param queues by name
   * @param agents the busiest first
   * @param trunks trunks and peers that outside calls left by, the most expensive first
   */
  record Report(
      LocalDate from,
      LocalDate to,
      Totals totals,
      List<DayLine> days,
      List<HourLine> hours,
      List<PersonLine> people,
      List<QueueLine> queues,
      List<AgentLine> agents,
      List<TrunkLine> trunks) {}

  /**
   * @param answered by a person: voicemail does not answer
   * @param talked by both sides
   * @param cost of outside calls, by the rates of the fraud fuse; null when no rate is set
   */
  record Totals(long calls, long answered, Duration talked, @Nullable Double cost) {
    public long missed() {
      return calls - answered;
    }
  }

  record DayLine(LocalDate day, long calls, long answered, Duration talked) {}

  /**
   * @param hour 0 to 23
   */
  record HourLine(int hour, long calls, long answered) {}

  /**
   * @param placed calls made
   * @param taken calls answered, a group's and a queue's among them
   * @param missed calls to the extension that nobody answered
   * @param talked in both directions
   * @param cost of the outside calls charged to this user
   */
  record PersonLine(
      String extension,
      String name,
      long placed,
      long taken,
      long missed,
      Duration talked,
      double cost) {}

  /**
   * @param inTime answered within the queue's service level
   * @param abandoned hung up while waiting
   * @param waited on average
   */
  record QueueLine(
      String queue,
      long callers,
      long answered,
      long inTime,
      long abandoned,
      Duration waited,
      Duration talked) {}

  /**
   * @param talked on average
   */
  record AgentLine(String extension, String name, long answered, Duration talked) {}

  /**
   * @param name of the trunk or peer
   * @param calls outside calls that left by it
   * @param cost by the rates of the fraud fuse
   */
  record TrunkLine(String name, long calls, Duration talked, double cost) {}
}
