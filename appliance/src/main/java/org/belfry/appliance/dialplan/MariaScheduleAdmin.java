package org.belfry.appliance.dialplan;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.DialPlanTables.StoredSchedule;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.appliance.numbers.HolidayCalendar;
import org.belfry.appliance.numbers.UnreadableCalendar;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.directory.Schedule;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The commands on schedules, and the night switch. */
@Component
class MariaScheduleAdmin implements ScheduleAdmin {
  private static final int MAX = 500;
  private static final int IMPORT_YEARS = 3;

  private final DirectoryStore store;
  private final Documents<StoredSchedule> table;
  final Things<StoredSchedule> things;
  private final InstantSource clock = InstantSource.system();

  MariaScheduleAdmin(DirectoryStore store, DialPlanTables tables) {
    this.store = store;
    this.table = tables.schedules;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.SCHEDULE, "name", MAX);
  }

  @Override
  public List<ScheduleView> schedules() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<ScheduleView> schedule(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public ScheduleView create(SaveSchedule command) {
    SaveSchedule good = ScheduleForm.checked(command);
    return view(things.create(good.name(), new StoredSchedule(good, null)));
  }

  @Override
  public ScheduleView replace(long id, SaveSchedule command) {
    SaveSchedule good = ScheduleForm.checked(command);
    return view(
        things.replace(id, good.name(), before -> new StoredSchedule(good, before.override())));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  @Override
  public ScheduleView override(long id, @Nullable NightSwitch command) {
    if (command != null && command.until() != null && !command.until().isAfter(clock.instant())) {
      throw new InvalidCommand("until", "must be in the future");
    }
    String name = things.existing(id).name();
    return view(things.replace(id, name, before -> new StoredSchedule(before.plan(), command)));
  }

  @Override
  public ScheduleView importHolidays(long id, byte[] calendar) {
    SaveSchedule plan = things.existing(id).value().plan();
    ZoneId zone = ZoneId.of(plan.zone());
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    List<Schedule.Closed> found = holidays(calendar, zone, today);
    return view(
        things.replace(
            id,
            plan.name(),
            before ->
                new StoredSchedule(
                    ScheduleForm.with(before.plan(), found, today), before.override())));
  }

  private static List<Schedule.Closed> holidays(byte[] calendar, ZoneId zone, LocalDate today) {
    try {
      return new HolidayCalendar(zone, today, today.plusYears(IMPORT_YEARS)).read(calendar);
    } catch (UnreadableCalendar e) {
      throw new InvalidCommand("calendar", String.valueOf(e.getMessage()));
    }
  }

  private ScheduleView view(Row<StoredSchedule> row) {
    SaveSchedule s = row.value().plan();
    NightSwitch override = row.value().override();
    boolean over =
        override != null && override.until() != null && !clock.instant().isBefore(override.until());
    return new ScheduleView(
        row.id(),
        s.name(),
        s.zone(),
        Fields.orEmpty(s.hours()),
        Fields.orEmpty(s.closed()),
        ScheduleForm.schedule(row.value()).isOpen(clock.instant()),
        over ? null : override,
        store.warnings(new Owner(Owner.Kind.SCHEDULE, s.name())));
  }
}
