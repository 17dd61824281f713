package org.belfry.webui.schedules;

import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.select.Select;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.NightSwitch;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The night switch of a schedule. */
final class SwitchDialog extends FormDialog {
  /** What holds. */
  enum Position {
    HOURS,
    CLOSED,
    OPEN
  }

  private final transient ScheduleAdmin schedules;
  private final ScheduleView schedule;
  private final transient Consumer<ScheduleView> saved;
  private final transient Inputs inputs = new Inputs("schedules.");
  private final Select<Position> position = inputs.choice("position", Position.class);
  private final DateTimePicker until = inputs.labelled("until", new DateTimePicker());

  SwitchDialog(ScheduleAdmin schedules, ScheduleView schedule, Consumer<ScheduleView> saved) {
    this.schedules = schedules;
    this.schedule = schedule;
    this.saved = saved;
    super(text("schedules.switch") + " · " + schedule.name(), text("base.save"));
    field("open", position);
    field("until", until);
    position.addValueChangeListener(
        changed -> until.setVisible(changed.getValue() != Position.HOURS));
    NightSwitch now = schedule.override();
    position.setValue(now == null ? Position.HOURS : now.open() ? Position.OPEN : Position.CLOSED);
    until.setVisible(now != null);
    if (now != null && now.until() != null) {
      until.setValue(LocalDateTime.ofInstant(now.until(), zone()));
    }
  }

  private ZoneId zone() {
    return ZoneId.of(schedule.zone());
  }

  @Override
  protected void save() {
    saved.accept(schedules.override(schedule.id(), wanted()));
  }

  private @Nullable NightSwitch wanted() {
    LocalDateTime end = until.getValue();
    return position.getValue() == Position.HOURS
        ? null
        : new NightSwitch(
            position.getValue() == Position.OPEN,
            end == null ? null : end.atZone(zone()).toInstant());
  }
}
