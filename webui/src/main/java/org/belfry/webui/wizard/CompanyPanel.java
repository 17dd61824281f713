package org.belfry.webui.wizard;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextField;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.Hours;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.SetupGuide;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;

/** Who and where the site is. The first opening hours are made in its time zone. */
final class CompanyPanel extends FormPanel {
  private final transient SetupGuide guide;
  private final transient DialPlanAdmin plan;
  private final transient ScheduleAdmin schedules;
  private final transient Inputs inputs = new Inputs("company.");
  private final TextField company = inputs.line("company");
  private final ComboBox<String> country = inputs.country("country", getLocale());
  private final ComboBox<String> zone = inputs.zone("zone");

  CompanyPanel(SetupGuide guide, DialPlanAdmin plan, ScheduleAdmin schedules) {
    this.guide = guide;
    this.plan = plan;
    this.schedules = schedules;
    super("company.");
    form().field("company", company).setValue(guide.guide().company());
    form().field("country", country).setValue(Inputs.orNull(plan.site().country()));
    form()
        .field("zone", zone)
        .setValue(
            schedules.schedules().stream()
                .findFirst()
                .map(ScheduleAdmin.ScheduleView::zone)
                .orElse(Moments.of(this).zone().getId()));
    zone.setEnabled(schedules.schedules().isEmpty());
    unsaved();
  }

  @Override
  protected void save() {
    if (country.isEmpty()) {
      throw new InvalidCommand("country", inputs.text("country.missing"));
    }
    guide.company(company.getValue());
    plan.change(
        new ChangeSite(country.getValue(), null, null, null, null, null, null, null, null, null));
    if (schedules.schedules().isEmpty()) {
      schedules.create(
          new SaveSchedule(
              inputs.text("hours"),
              Inputs.orEmpty(zone.getValue()),
              List.of(
                  new Hours(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "08:00", "17:00")),
              List.of()));
      zone.setEnabled(false);
    }
  }
}
