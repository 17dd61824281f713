package org.belfry.webui.schedules;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.Closed;
import org.belfry.pbx.admin.ScheduleAdmin.NightSwitch;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The schedules, and whether each is open right now. */
@Route(value = "schedules", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class SchedulesView extends ThingsPage<ScheduleView> {
  private static final String TEXTS = "schedules.";

  private final transient ScheduleAdmin schedules;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private final Moments moments = Moments.of(this);

  public SchedulesView(ScheduleAdmin schedules, LiveUpdates updates, DeletedItems deleted) {
    this.schedules = schedules;
    super(TEXTS, "schedules", VaadinIcon.CALENDAR_CLOCK, deleted, "schedule");
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::link)))
        .setHeader(inputs.text("name"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::now)))
        .setKey("now")
        .setHeader(inputs.text("now"));
    grid().wide(grid().addColumn(this::hours)).setHeader(inputs.text("hours")).setFlexGrow(2);
    grid().wide(grid().addColumn(this::nextClosed)).setHeader(inputs.text("closed"));
    begin();
    Live.follow(this, updates, this::refresh);
  }

  private Component link(ScheduleView schedule) {
    RouterLink link = new RouterLink(schedule.name(), SchedulePage.class, schedule.name());
    return title(link, schedule);
  }

  private Div now(ScheduleView schedule) {
    Div now = new Div(pill(this, schedule));
    now.addClassName("bf-entry-line");
    NightSwitch override = schedule.override();
    if (override != null) {
      now.add(
          new Span(
              override.until() == null
                  ? inputs.text("by.switch")
                  : inputs.text("by.switch.until", moments.minute(override.until()))));
    }
    return now;
  }

  /** Open or closed. */
  static Pill pill(Component on, ScheduleView schedule) {
    return schedule.open()
        ? new Pill(on.getTranslation("schedules.open"), Pill.Tone.GOOD)
        : new Pill(on.getTranslation("schedules.shut"), Pill.Tone.QUIET);
  }

  private String hours(ScheduleView schedule) {
    String words = Hours.words(schedule.hours(), getLocale());
    return words.isEmpty() ? "–" : words;
  }

  private String nextClosed(ScheduleView schedule) {
    List<Closed> coming =
        Hours.coming(schedule.closed(), LocalDate.now(ZoneId.of(schedule.zone())));
    if (coming.isEmpty()) {
      return "–";
    }
    Closed next = coming.getFirst();
    String when = Hours.when(next, getLocale());
    return next.name() == null || next.name().isEmpty() ? when : when + " · " + next.name();
  }

  @Override
  protected List<ScheduleView> all() {
    return schedules.schedules();
  }

  @Override
  protected String name(ScheduleView schedule) {
    return schedule.name();
  }

  @Override
  protected Stream<String> searched(ScheduleView schedule) {
    return Stream.of(schedule.name(), schedule.zone());
  }

  @Override
  protected List<FieldProblem> warnings(ScheduleView schedule) {
    return schedule.warnings();
  }

  @Override
  protected Component entry(ScheduleView schedule) {
    return entry(link(schedule), now(schedule), new Div(new Span(hours(schedule))));
  }

  @Override
  protected Stream<Button> moreActions(ScheduleView schedule) {
    return Stream.of(
        action(
            VaadinIcon.MOON_O,
            inputs.text("switch"),
            schedule,
            () -> new SwitchDialog(schedules, schedule, saved -> refresh()).open()));
  }

  /** A schedule is a page of its own; only a new one begins in a dialog. */
  @Override
  protected void open(@Nullable ScheduleView schedule) {
    if (schedule == null) {
      super.open(null);
    } else {
      toPage(schedule);
    }
  }

  private static void toPage(ScheduleView schedule) {
    UI.getCurrent().navigate(SchedulePage.class, schedule.name());
  }

  @Override
  protected Dialog form(@Nullable ScheduleView schedule, Consumer<ScheduleView> saved) {
    return new NewScheduleDialog(schedules, moments.zone(), SchedulesView::toPage);
  }

  @Override
  protected void delete(ScheduleView schedule) {
    schedules.delete(schedule.id());
  }
}
