package org.belfry.webui.schedules;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextField;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.Hours;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;

/** Asks for the name and the zone of a new schedule, which begins with usual office hours. */
final class NewScheduleDialog extends FormDialog {
  private static final Hours USUAL =
      new Hours(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "08:00", "17:00");

  private final transient ScheduleAdmin schedules;
  private final transient Consumer<ScheduleView> created;
  private final transient Inputs inputs = new Inputs("schedules.");
  private final TextField name = inputs.line("name");
  private final ComboBox<String> zone = inputs.zone("zone");

  NewScheduleDialog(ScheduleAdmin schedules, ZoneId here, Consumer<ScheduleView> created) {
    this.schedules = schedules;
    this.created = created;
    super(text("schedules.create"), text("schedules.create.save"));
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    zone.setRequiredIndicatorVisible(true);
    field("name", name);
    field("zone", zone);
    zone.setValue(here.getId());
  }

  @Override
  protected void save() {
    created.accept(
        schedules.create(
            new SaveSchedule(
                name.getValue().strip(),
                Inputs.orEmpty(zone.getValue()),
                List.of(USUAL),
                List.of())));
  }
}
