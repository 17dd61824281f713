package org.belfry.webui.dashboard;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.webui.base.Causes;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.history.HistoryView;
import org.belfry.webui.livecalls.LiveCallsView;
import org.belfry.webui.registrations.RegistrationsView;
import org.belfry.webui.users.UsersView;

/**
 * How things are, at a glance, and what to do next. Stays readable without the database: what comes
 * from there is then a dash.
 */
@Route(value = "", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class DashboardView extends Page {
  private static final String UNKNOWN = "–";
  private static final int RECENT = 6;

  private final transient CallMonitor calls;
  private final transient RegistrationMonitor registrations;
  private final transient UserAdmin users;
  private final transient CallHistory history;
  private final transient SystemMonitor monitor;
  private final Moments moments = Moments.of(this);
  private final Clock clock = Clock.systemUTC();

  private final Figure liveCalls =
      new Figure(VaadinIcon.PHONE, getTranslation("dashboard.calls"), LiveCallsView.class);
  private final Figure devices =
      new Figure(VaadinIcon.DESKTOP, getTranslation("dashboard.devices"), RegistrationsView.class);
  private final Figure people =
      new Figure(VaadinIcon.USERS, getTranslation("dashboard.users"), UsersView.class);
  private final Figure today =
      new Figure(VaadinIcon.CLOCK, getTranslation("dashboard.today"), HistoryView.class);
  private final Div state = new Div();
  private final Div recent = new Div();
  private final Div next = new Div();

  public DashboardView(
      CallMonitor calls,
      RegistrationMonitor registrations,
      UserAdmin users,
      CallHistory history,
      SystemMonitor monitor,
      LiveUpdates updates) {
    this.calls = calls;
    this.registrations = registrations;
    this.users = users;
    this.history = history;
    this.monitor = monitor;
    super("dashboard.title", "dashboard.lead");
    Div figures = new Div(liveCalls, devices, people, today);
    figures.addClassName("bf-figures");
    RouterLink all = new RouterLink(getTranslation("dashboard.recent.all"), HistoryView.class);
    Div columns =
        new Div(
            new Panel(getTranslation("dashboard.recent"), recent).withAction(all),
            new Panel(getTranslation("dashboard.state"), state));
    columns.addClassName("bf-columns");
    add(next, figures, columns);
    Live.follow(this, updates, this::refresh);
  }

  private void refresh() {
    SystemView system = monitor.system();
    int registered = registrations.registrations().size();
    liveCalls.show(number(calls.liveCalls().size()));
    devices.show(number(registered));
    if (system.databaseUp()) {
      int userCount = users.users().size();
      people.show(number(userCount));
      today.show(number(history.find(sinceMidnight(), 0, 1).total()));
      showRecent(history.find(Filter.ALL, 0, RECENT).calls());
      showNext(system, userCount, registered);
    } else {
      people.show(UNKNOWN);
      today.show(UNKNOWN);
      recent.removeAll();
      recent.add(quiet("dashboard.recent.away"));
      next.setVisible(false);
    }
    showState(system);
  }

  private Filter sinceMidnight() {
    LocalDate day = clock.instant().atZone(moments.zone()).toLocalDate();
    Instant midnight = day.atStartOfDay(moments.zone()).toInstant();
    return new Filter(null, null, midnight, null);
  }

  private void showState(SystemView system) {
    Pill database =
        system.databaseUp()
            ? new Pill(getTranslation("system.database.up"), Pill.Tone.GOOD)
            : new Pill(getTranslation("system.database.down"), Pill.Tone.BAD);
    Facts facts =
        new Facts()
            .fact(getTranslation("system.database"), database)
            .fact(getTranslation("system.domain"), system.domain())
            .fact(getTranslation("system.started"), moments.minute(system.startedAt()))
            .fact(getTranslation("system.version"), system.version());
    state.removeAll();
    state.add(facts);
    if (!system.databaseUp()) {
      state.add(quiet("system.database.down.sentence"));
    }
  }

  private void showRecent(List<StoredCall> newest) {
    recent.removeAll();
    recent.addClassName("bf-rows");
    if (newest.isEmpty()) {
      recent.add(quiet("dashboard.recent.none"));
    }
    for (StoredCall stored : newest) {
      Span arrow = new Span("→");
      arrow.addClassName("bf-arrow");
      Div who =
          new Div(
              new Party(stored.call().callerName(), stored.call().caller()),
              arrow,
              new Party(stored.call().calleeName(), stored.call().callee()));
      who.addClassNames("bf-entry-parties", "bf-aligned");
      Span when = new Span(moments.minute(stored.call().startedAt()));
      when.addClassName("bf-small");
      Div row = new Div(who, when, Causes.pill(this, stored.call()));
      row.addClassName("bf-row");
      recent.add(row);
    }
  }

  private void showNext(SystemView system, int userCount, int registered) {
    next.removeAll();
    next.setVisible(userCount == 0 || registered == 0);
    if (userCount == 0) {
      next.add(
          new Empty(
              VaadinIcon.USERS,
              getTranslation("dashboard.next.users.title"),
              getTranslation("dashboard.next.users.sentence"),
              toUsers()));
    } else if (registered == 0) {
      next.add(
          new Empty(
              VaadinIcon.PHONE,
              getTranslation("dashboard.next.phone.title"),
              getTranslation("dashboard.next.phone.sentence", system.domain()),
              toUsers()));
    }
  }

  private Component toUsers() {
    RouterLink link = new RouterLink(getTranslation("dashboard.next.users.go"), UsersView.class);
    link.addClassName("bf-button");
    return link;
  }

  private Paragraph quiet(String textKey) {
    Paragraph words = new Paragraph(getTranslation(textKey));
    words.addClassName("bf-none");
    return words;
  }

  private String number(long value) {
    return NumberFormat.getIntegerInstance(moments.locale()).format(value);
  }
}
