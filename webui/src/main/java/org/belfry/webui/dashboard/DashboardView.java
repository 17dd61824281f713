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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.AlarmMonitor;
import org.belfry.pbx.admin.AlarmMonitor.AlarmView;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.LiveQueue;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.SetupGuide;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.pbx.admin.TrunkMonitor.TrunkView;
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
import org.belfry.webui.queues.QueuesView;
import org.belfry.webui.registrations.RegistrationsView;
import org.belfry.webui.trunks.TrunksView;
import org.belfry.webui.users.UsersView;
import org.belfry.webui.wizard.WizardView;

/**
 * How things are, at a glance, and what to do next. Stays readable without the database: what comes
 * from there is then a dash.
 */
@Route(value = "", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class DashboardView extends Page {
  private static final String UNKNOWN = "–";
  private static final int RECENT = 6;
  private static final int HOURS = 24;
  private static final Duration SLOWLY = Duration.ofSeconds(10);
  private static final double GIGABYTE = 1e9;

  private final transient CallMonitor calls;
  private final transient RegistrationMonitor registrations;
  private final transient UserAdmin users;
  private final transient CallHistory history;
  private final transient SystemMonitor monitor;
  private final transient QueueMonitor queues;
  private final transient TrunkMonitor trunks;
  private final transient AlarmMonitor alarms;
  private final transient HealthMonitor health;
  private final transient SetupGuide guide;
  private final Moments moments = Moments.of(this);
  private final Clock clock = Clock.systemUTC();

  private final Figure liveCalls =
      new Figure(VaadinIcon.PHONE, getTranslation("dashboard.calls"), LiveCallsView.class);
  private final Figure waiting =
      new Figure(VaadinIcon.TIME_FORWARD, getTranslation("dashboard.waiting"), QueuesView.class);
  private final Figure ways =
      new Figure(VaadinIcon.GLOBE_WIRE, getTranslation("dashboard.trunks"), TrunksView.class);
  private final Figure devices =
      new Figure(VaadinIcon.DESKTOP, getTranslation("dashboard.devices"), RegistrationsView.class);
  private final Figure people =
      new Figure(VaadinIcon.USERS, getTranslation("dashboard.users"), UsersView.class);
  private final Figure today =
      new Figure(VaadinIcon.CLOCK, getTranslation("dashboard.today"), HistoryView.class);
  private final Div state = new Div();
  private final Div recent = new Div();
  private final Div next = new Div();
  private final Div wrong = new Div();
  private final HoursChart hours = new HoursChart();
  private Instant slowlyAgain = Instant.MIN;
  private transient Optional<CheckView> backup = Optional.empty();

  public DashboardView(
      CallMonitor calls,
      RegistrationMonitor registrations,
      UserAdmin users,
      CallHistory history,
      SystemMonitor monitor,
      QueueMonitor queues,
      TrunkMonitor trunks,
      AlarmMonitor alarms,
      HealthMonitor health,
      SetupGuide guide,
      LiveUpdates updates) {
    this.calls = calls;
    this.registrations = registrations;
    this.users = users;
    this.history = history;
    this.monitor = monitor;
    this.queues = queues;
    this.trunks = trunks;
    this.alarms = alarms;
    this.health = health;
    this.guide = guide;
    super("dashboard.title", "dashboard.lead");
    Div figures = new Div(liveCalls, waiting, ways, devices, people, today);
    figures.addClassName("bf-figures");
    RouterLink all = new RouterLink(getTranslation("dashboard.recent.all"), HistoryView.class);
    Div columns =
        new Div(
            new Panel(getTranslation("dashboard.recent"), recent).withAction(all),
            new Panel(getTranslation("dashboard.state"), state));
    columns.addClassName("bf-columns");
    wrong.addClassName("bf-alarms");
    add(
        wrong,
        next,
        figures,
        new Panel(getTranslation("dashboard.hours"), hours).withAction(legend()),
        columns);
    Live.follow(this, updates, this::refresh);
  }

  private void refresh() {
    SystemView system = monitor.system();
    int registered = registrations.registrations().size();
    liveCalls.show(number(calls.liveCalls().size()));
    devices.show(number(registered));
    waiting.show(number(queues.live().stream().mapToInt(LiveQueue::waiting).sum()));
    showTrunks();
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
    refreshSlowly(system);
  }

  /** What asks much, and need not be newer than a few seconds, however much goes on. */
  private void refreshSlowly(SystemView system) {
    Instant now = clock.instant();
    if (now.isBefore(slowlyAgain)) {
      return;
    }
    slowlyAgain = now.plus(SLOWLY);
    showAlarms();
    backup = health.checks().stream().filter(it -> it.about().equals("backup")).findFirst();
    showState(system);
    if (system.databaseUp()) {
      hours.show(history.perHour(lastHours(), HOURS), moments);
    }
  }

  /** What the colours of the bars mean. */
  private Div legend() {
    Span answered = new Span(getTranslation("dashboard.hours.answered"));
    answered.addClassName("bf-legend-answered");
    Span missed = new Span(getTranslation("dashboard.hours.missed"));
    missed.addClassName("bf-legend-missed");
    Div legend = new Div(answered, missed);
    legend.addClassName("bf-legend");
    return legend;
  }

  /** The beginning of the first of the last {@link #HOURS}, of which the last has just begun. */
  private Instant lastHours() {
    return clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1L));
  }

  private void showTrunks() {
    List<TrunkView> on =
        trunks.trunks().stream().filter(t -> t.state() != TrunkMonitor.TrunkState.OFF).toList();
    ways.show(
        on.isEmpty()
            ? UNKNOWN
            : getTranslation(
                "dashboard.trunks.of", on.stream().filter(TrunkView::usable).count(), on.size()));
  }

  private void showAlarms() {
    List<AlarmView> found = alarms.alarms();
    wrong.removeAll();
    wrong.setVisible(!found.isEmpty());
    for (AlarmView alarm : found) {
      boolean bad = alarm.severity() == AlarmMonitor.Severity.BAD;
      Div line =
          new Div(
              new Pill(
                  getTranslation(bad ? "alarm.bad" : "alarm.check"),
                  bad ? Pill.Tone.BAD : Pill.Tone.BUSY),
              new Span(getTranslation("alarm.says." + alarm.code(), alarm.words().toArray())));
      line.addClassName("bf-alarm");
      wrong.add(line);
    }
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
            .fact(getTranslation("system.version"), system.version())
            .fact(getTranslation("dashboard.disk"), disk());
    backup.ifPresent(it ->
        facts.fact(
            getTranslation("dashboard.backup"),
            getTranslation("alarm.says." + it.code(), it.words().toArray())));
    state.removeAll();
    state.add(facts);
    if (!system.databaseUp()) {
      state.add(quiet("system.database.down.sentence"));
    }
  }

  private String disk() {
    AlarmMonitor.DiskView disk = alarms.disk();
    NumberFormat gigabytes = NumberFormat.getNumberInstance(moments.locale());
    gigabytes.setMaximumFractionDigits(1);
    return getTranslation(
        "dashboard.disk.free",
        gigabytes.format(disk.free() / GIGABYTE),
        gigabytes.format(disk.total() / GIGABYTE));
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
    boolean guided = guide.guide().open();
    next.setVisible(guided || userCount == 0 || registered == 0);
    if (guided) {
      RouterLink begin =
          new RouterLink(getTranslation("dashboard.next.setup.go"), WizardView.class);
      begin.addClassName("bf-button");
      next.add(
          new Empty(
              VaadinIcon.MAGIC,
              getTranslation("dashboard.next.setup.title"),
              getTranslation("dashboard.next.setup.sentence"),
              begin));
    } else if (userCount == 0) {
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
