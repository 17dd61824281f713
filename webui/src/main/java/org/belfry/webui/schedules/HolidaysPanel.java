package org.belfry.webui.schedules;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.Closed;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;

/** The holidays that are to come; typed in, or taken out of a calendar. */
final class HolidaysPanel extends Panel {
  private final transient ScheduleAdmin schedules;
  private final long id;
  private final transient Inputs inputs = new Inputs("holidays.");
  private final Div rows = new Div();

  HolidaysPanel(ScheduleAdmin schedules, long id) {
    this.schedules = schedules;
    this.id = id;
    super(text("holidays.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    Button create = new Button(inputs.text("create"), VaadinIcon.PLUS.create());
    create.addClickListener(clicked -> new HolidayDialog(this::addHoliday).open());
    Button calendar = new Button(inputs.text("calendar"), VaadinIcon.UPLOAD.create());
    calendar.addClickListener(clicked ->
        new CalendarDialog(bytes -> schedules.importHolidays(id, bytes), this::refresh).open());
    Div actions = new Div(create, calendar);
    actions.addClassName("bf-actions");
    rows.addClassNames("bf-rows", "bf-holidays");
    add(lead, actions, rows);
    refresh();
  }

  private void refresh() {
    rows.removeAll();
    ScheduleView schedule = current();
    List<Closed> coming =
        Hours.coming(schedule.closed(), LocalDate.now(ZoneId.of(schedule.zone())));
    if (coming.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("empty"));
      none.addClassName("bf-none");
      rows.add(none);
    }
    coming.forEach(each -> rows.add(row(each)));
  }

  private ScheduleView current() {
    return schedules.schedule(id).orElseThrow(() -> new NotFound("schedule", id));
  }

  private Div row(Closed closed) {
    String when = Hours.when(closed, getLocale());
    String called = closed.name() == null || closed.name().isEmpty() ? when : closed.name();
    Span title = new Span(called);
    title.addClassName("bf-entry-title");
    Span date = new Span(when);
    date.addClassName("bf-small");
    Button delete = new Button(VaadinIcon.TRASH.create(), clicked -> remove(closed));
    delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    delete.setTooltipText(getTranslation("base.delete"));
    delete.setAriaLabel(getTranslation("base.action.on", getTranslation("base.delete"), called));
    Div row = new Div(title, date, delete);
    row.addClassName("bf-row");
    return row;
  }

  private void addHoliday(Closed closed) {
    List<Closed> all = new ArrayList<>(current().closed());
    // At the front, so that a problem of the command's first entry is one of the new holiday.
    all.addFirst(closed);
    save(all);
  }

  private void remove(Closed closed) {
    try {
      List<Closed> all = new ArrayList<>(current().closed());
      all.remove(closed);
      save(all);
      Toast.done(getTranslation("base.deleted", Hours.when(closed, getLocale())));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
  }

  private void save(List<Closed> closed) {
    ScheduleView now = current();
    schedules.replace(id, new SaveSchedule(now.name(), now.zone(), now.hours(), closed));
    refresh();
  }
}
