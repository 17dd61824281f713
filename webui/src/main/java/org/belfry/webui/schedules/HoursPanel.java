package org.belfry.webui.schedules;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.Hours;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** Name, zone and hours of a schedule, drawn as a week. */
final class HoursPanel extends FormPanel {
  private final transient ScheduleAdmin schedules;
  private final long id;
  private final TextField name;
  private final ComboBox<String> zone;
  private final Rows<HoursRow> hours;
  private final Div week = new Div();

  /** Days with the same hours. */
  private static final class HoursRow extends Rows.Row {
    private final CheckboxGroup<DayOfWeek> days;
    private final TimePicker from;
    private final TimePicker until;

    HoursRow(Inputs inputs, Locale language) {
      days = field("days", new CheckboxGroup<>());
      days.setLabel(inputs.text("days"));
      days.setItems(DayOfWeek.values());
      days.setItemLabelGenerator(
          day -> org.belfry.webui.schedules.Hours.name(day.getValue(), language));
      days.addClassName("bf-days");
      from = field("from", time(inputs.text("from"), language));
      until = field("until", time(inputs.text("till"), language));
    }

    private static TimePicker time(String label, Locale language) {
      TimePicker picker = new TimePicker(label);
      picker.setStep(Duration.ofMinutes(30));
      picker.setLocale(language);
      picker.setManualValidation(true);
      picker.setWidth("8rem");
      return picker;
    }

    Hours hours() {
      return new Hours(days.getValue(), text(from.getValue()), text(until.getValue()));
    }

    private static String text(@Nullable LocalTime time) {
      return time == null ? "" : time.toString();
    }
  }

  HoursPanel(ScheduleAdmin schedules, ScheduleView schedule) {
    this.schedules = schedules;
    this.id = schedule.id();
    super("hours.");
    Inputs inputs = new Inputs("schedules.");
    form().warnings(schedule.warnings());
    form().add(week);
    hours =
        form()
            .rows(
                "hours",
                new Rows<>(inputs, "hours", false, () -> new HoursRow(inputs, getLocale())));
    name = form().field("name", inputs.line("name"));
    zone = form().field("zone", inputs.zone("zone"));
    name.setValue(schedule.name());
    zone.setValue(schedule.zone());
    for (Hours each : schedule.hours()) {
      HoursRow row = new HoursRow(inputs, getLocale());
      row.days.setValue(each.days().isEmpty() ? each.days() : EnumSet.copyOf(each.days()));
      row.from.setValue(LocalTime.parse(each.from()));
      row.until.setValue(LocalTime.parse(each.until()));
      hours.add(row);
    }
    draw(schedule.hours());
  }

  private void draw(List<Hours> open) {
    week.removeAll();
    week.add(new Week(open, getLocale()));
  }

  @Override
  protected void save() {
    ScheduleView now = schedules.schedule(id).orElseThrow(() -> new NotFound("schedule", id));
    List<Hours> wanted = hours.rows().stream().map(HoursRow::hours).toList();
    schedules.replace(
        id,
        new SaveSchedule(
            name.getValue().strip(), Inputs.orEmpty(zone.getValue()), wanted, now.closed()));
    draw(wanted);
  }
}
