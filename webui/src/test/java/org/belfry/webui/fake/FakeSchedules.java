package org.belfry.webui.fake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.jspecify.annotations.Nullable;

/** Schedules in memory; without a switch each is open. */
public final class FakeSchedules implements ScheduleAdmin {
  private final FakeThings<ScheduleView> schedules =
      new FakeThings<>(ScheduleView::id, ScheduleView::name, "name");
  private @Nullable String user;

  /** Something goes by all of them: they cannot be deleted. */
  public void areUsedBy(String what) {
    user = what;
  }

  public void clear() {
    schedules.clear();
    user = null;
  }

  @Override
  public List<ScheduleView> schedules() {
    return schedules.all(Comparator.comparing(ScheduleView::name));
  }

  @Override
  public Optional<ScheduleView> schedule(long id) {
    return schedules.byId(id);
  }

  @Override
  public ScheduleView create(SaveSchedule command) {
    return schedules.save(view(schedules.nextId(), command, null));
  }

  @Override
  public ScheduleView replace(long id, SaveSchedule command) {
    return schedules.save(view(id, command, existing(id).override()));
  }

  @Override
  public void delete(long id) {
    if (user != null) {
      throw new InvalidCommand("name", user + " goes by it");
    }
    schedules.delete(id);
  }

  @Override
  public ScheduleView importHolidays(long id, byte[] calendar) {
    ScheduleView before = existing(id);
    String text = new String(calendar, StandardCharsets.UTF_8);
    if (!text.startsWith("BEGIN:VCALENDAR")) {
      throw new InvalidCommand("calendar", "This is no iCalendar file.");
    }
    List<Closed> closed = new ArrayList<>(before.closed());
    closed.add(new Closed("Neujahr", "2099-01-01", null));
    return replace(id, new SaveSchedule(before.name(), before.zone(), before.hours(), closed));
  }

  @Override
  public ScheduleView override(long id, @Nullable NightSwitch command) {
    if (command != null && command.until() != null && !command.until().isAfter(Instant.now())) {
      throw new InvalidCommand("until", "must be in the future");
    }
    ScheduleView s = existing(id);
    return schedules.save(
        view(id, new SaveSchedule(s.name(), s.zone(), s.hours(), s.closed()), command));
  }

  private ScheduleView existing(long id) {
    return schedules.byId(id).orElseThrow(() -> new NotFound("schedule", id));
  }

  private static ScheduleView view(long id, SaveSchedule c, @Nullable NightSwitch override) {
    List<FieldProblem> problems = new ArrayList<>();
    if (c.name().isBlank()) {
      problems.add(new FieldProblem("name", "required"));
    }
    for (int i = 0; i < c.hours().size(); i++) {
      if (c.hours().get(i).days().isEmpty()) {
        problems.add(new FieldProblem("hours[" + i + "].days", "select at least one day"));
      }
      if (c.hours().get(i).from().isEmpty()) {
        problems.add(new FieldProblem("hours[" + i + "].from", "required"));
      }
    }
    for (int i = 0; i < c.closed().size(); i++) {
      if (c.closed().get(i).from().isEmpty()) {
        problems.add(new FieldProblem("closed[" + i + "].from", "required"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new ScheduleView(
        id,
        c.name(),
        c.zone(),
        c.hours(),
        c.closed(),
        override == null || override.open(),
        override,
        c.hours().isEmpty()
            ? List.of(new FieldProblem("hours", "without hours it is never open"))
            : List.of());
  }
}
