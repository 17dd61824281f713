package org.belfry.webui.schedules;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.NightSwitch;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;

/** One schedule: whether it is open now and why, its hours, its holidays. */
@Route(value = "schedule", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class SchedulePage extends Page implements HasUrlParameter<String> {
  private final transient ScheduleAdmin schedules;
  private final transient LiveUpdates updates;
  private final transient Inputs inputs = new Inputs("schedules.");
  private final Moments moments = Moments.of(this);
  private final Div now = new Div();
  private long id;

  public SchedulePage(ScheduleAdmin schedules, LiveUpdates updates) {
    this.schedules = schedules;
    this.updates = updates;
    super("schedules.title", "schedules.lead");
    up("schedules.title", SchedulesView.class);
  }

  @Override
  public void setParameter(BeforeEvent event, String name) {
    ScheduleView schedule =
        schedules.schedules().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(NotFoundException::new);
    id = schedule.id();
    say(schedule.name(), inputs.text("lead.zone", schedule.zone()));
    Button night = new Button(inputs.text("switch"), VaadinIcon.MOON_O.create());
    night.addClickListener(clicked ->
        schedules
            .schedule(id)
            .ifPresent(each -> new SwitchDialog(schedules, each, saved -> showNow()).open()));
    Panel state = new Panel(inputs.text("now"), now).withAction(night);
    Div left = new Div(state, new HoursPanel(schedules, schedule));
    left.addClassName("bf-stack");
    Div both = new Div(left, new HolidaysPanel(schedules, id));
    both.addClassName("bf-halves");
    add(both);
    Live.follow(this, updates, this::showNow);
  }

  private void showNow() {
    now.removeAll();
    schedules
        .schedule(id)
        .ifPresent(schedule ->
            now.add(
                new Facts()
                    .fact(inputs.text("now"), SchedulesView.pill(this, schedule))
                    .fact(inputs.text("because"), because(schedule))));
  }

  private String because(ScheduleView schedule) {
    NightSwitch override = schedule.override();
    if (override == null) {
      return inputs.text("by.hours");
    }
    return override.until() == null
        ? inputs.text("by.switch")
        : inputs.text("by.switch.until", moments.minute(override.until()));
  }
}
