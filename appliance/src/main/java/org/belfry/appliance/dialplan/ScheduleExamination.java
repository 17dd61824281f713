package org.belfry.appliance.dialplan;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.belfry.appliance.directory.Finding;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.directory.Schedule;

/** Opening hours that are hardly meant so. Pauses between them are: people close for lunch. */
final class ScheduleExamination {
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;

  private ScheduleExamination() {}

  static List<Finding> of(Schedule schedule) {
    Owner owner = new Owner(Owner.Kind.SCHEDULE, schedule.name());
    if (schedule.hours().isEmpty()) {
      return List.of(new Finding(owner, "hours", "never open: add opening hours", false));
    }
    List<Finding> findings = new ArrayList<>();
    BitSet open = new BitSet(WEEK);
    for (int i = 0; i < schedule.hours().size(); i++) {
      BitSet these = minutes(schedule.hours().get(i));
      if (these.intersects(open)) {
        findings.add(new Finding(owner, "hours[" + i + "]", "overlaps with hours above it", false));
      }
      open.or(these);
    }
    return findings;
  }

  /** Of the week, from Monday on. */
  private static BitSet minutes(Schedule.Hours hours) {
    BitSet minutes = new BitSet(WEEK);
    int from = hours.from().toSecondOfDay() / 60;
    int until = hours.until().toSecondOfDay() / 60;
    int length = until > from ? until - from : until + DAY - from;
    for (DayOfWeek day : hours.days()) {
      int begin = (day.getValue() - 1) * DAY + from;
      minutes.set(begin, Math.min(begin + length, WEEK));
      if (begin + length > WEEK) {
        minutes.set(0, begin + length - WEEK);
      }
    }
    return minutes;
  }
}
