package org.belfry.pbx.presence;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Lamps of night switches, by what is dialled to switch: {@code *28}, or {@code *28} and the name
 * of a schedule. On while the switch says closed. Changes come with the next snapshot, and when the
 * switch ends by itself.
 */
public record NightLamps(Supplier<Directory> directory, InstantSource clock)
    implements StateSource {

  @Override
  public boolean knows(String name) {
    return schedule(name) != null;
  }

  @Override
  public List<WatchedDialog> dialogs(String name) {
    Instant now = clock.instant();
    return isOn(schedule(name), now) ? List.of(WatchedDialog.lamp(name, now)) : List.of();
  }

  /** Dark again when the switch ends by itself. */
  @Override
  public @Nullable Instant changesAt(String name) {
    Schedule schedule = schedule(name);
    Schedule.Switch switched = schedule == null ? null : schedule.switched();
    return switched != null && isOn(schedule, clock.instant()) ? switched.until() : null;
  }

  private static boolean isOn(@Nullable Schedule schedule, Instant now) {
    return schedule != null && schedule.isSwitched(now) && !schedule.isOpen(now);
  }

  private @Nullable Schedule schedule(String name) {
    DialPlan plan = directory.get().dialPlan();
    for (Map.Entry<String, FeatureCode> code : plan.features().entrySet()) {
      if (code.getValue() == FeatureCode.NIGHT_SWITCH && name.startsWith(code.getKey())) {
        return named(plan, name.substring(code.getKey().length()));
      }
    }
    return null;
  }

  private static @Nullable Schedule named(DialPlan plan, String name) {
    if (name.isEmpty()) {
      return plan.schedules().size() == 1 ? plan.schedules().values().iterator().next() : null;
    }
    for (Schedule each : plan.schedules().values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    return null;
  }
}
