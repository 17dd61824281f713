package org.belfry.webui.queues;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.AgentState;
import org.belfry.pbx.admin.QueueMonitor.ChangeDuty;
import org.belfry.pbx.admin.QueueMonitor.DayFigures;
import org.belfry.pbx.admin.QueueMonitor.LiveAgent;
import org.belfry.pbx.admin.QueueMonitor.LiveCaller;
import org.belfry.pbx.admin.QueueMonitor.LiveQueue;
import org.belfry.pbx.admin.QueueMonitor.StayView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Ticker;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** One queue as it is right now: who waits, what its agents do, and how the day has been. */
@Route(value = "queue", layout = MainLayout.class)
@RolesAllowed({"ADMIN", "SUPERVISOR"})
public class QueuePage extends Page implements HasUrlParameter<String> {
  private static final int LATEST = 15;

  private final transient QueueMonitor monitor;
  private final transient Destinations destinations;
  private final transient Inputs inputs = new Inputs("queues.");
  private final Moments moments = Moments.of(this);
  private final Clock clock = Clock.systemUTC();
  private final Div callers = new Div();
  private final Div agents = new Div();
  private final Div day = new Div();
  private final Div latest = new Div();
  private String name = "";

  public QueuePage(QueueMonitor monitor, DestinationList list, Myself myself) {
    this.monitor = monitor;
    this.destinations = new Destinations(list);
    super("queues.title", "queues.lead");
    if (myself.administers()) {
      up("queues.title", QueuesView.class);
    }
    callers.addClassName("bf-rows");
    agents.addClassName("bf-rows");
    latest.addClassName("bf-rows");
    Div left =
        new Div(
            new Panel(inputs.text("callers"), callers), new Panel(inputs.text("latest"), latest));
    left.addClassName("bf-stack");
    Div right =
        new Div(new Panel(inputs.text("agents"), agents), new Panel(inputs.text("today"), day));
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-halves");
    add(both);
    Ticker.startOn(this, clock);
    Live.followEvents(this, monitor::onEvent, this::refresh);
  }

  @Override
  public void setParameter(BeforeEvent event, String queue) {
    if (monitor.live(queue).isEmpty()) {
      throw new NotFoundException();
    }
    name = queue;
    say(queue, inputs.text("lead.one"));
    RouterLink wall = new RouterLink(inputs.text("wallboard"), WallboardView.class, queue);
    wall.addClassName("bf-link-button");
    addActions(wall);
    refresh();
  }

  private void refresh() {
    if (name.isEmpty()) {
      return;
    }
    monitor
        .live(name)
        .ifPresent(queue -> {
          showCallers(queue);
          showAgents(queue);
        });
    showDay();
    showLatest();
  }

  private void showCallers(LiveQueue queue) {
    callers.removeAll();
    if (queue.callers().isEmpty()) {
      callers.add(none("callers.none"));
    }
    for (LiveCaller caller : queue.callers()) {
      Span place = new Span(Integer.toString(caller.position()));
      place.addClassName("bf-rule-number");
      Div line = new Div(since(caller.since()));
      line.addClassName("bf-entry-line");
      if (caller.skill() != null) {
        line.add(new Span(caller.skill()));
      }
      if (caller.priority() != 0) {
        line.add(new Span(inputs.text("priority", caller.priority())));
      }
      if (caller.callBack() != null) {
        line.add(new Pill(inputs.text("callsback", caller.callBack()), Pill.Tone.QUIET));
      }
      Div entry = new Div(new Party(caller.name(), caller.number()), line);
      entry.addClassName("bf-entry");
      Div row = new Div(place, entry);
      row.addClassNames("bf-row", "bf-rule");
      callers.add(row);
    }
  }

  private void showAgents(LiveQueue queue) {
    agents.removeAll();
    if (queue.agents().isEmpty()) {
      agents.add(none("agents.none"));
    }
    for (LiveAgent agent : Agents.sorted(queue.agents(), destinations)) {
      Div line = new Div(Agents.pill(inputs, agent));
      line.addClassName("bf-entry-line");
      if (agent.with() != null) {
        line.add(new Span(destinations.nameOf(agent.with())));
      }
      if (agent.state() == AgentState.IDLE) {
        line.add(since(agent.idleSince()));
      }
      if (agent.pause() != null) {
        line.add(new Span(agent.pause()));
      }
      line.add(new Span(inputs.text("calls", agent.calls())));
      String known = destinations.nameOf(agent.agent());
      Div entry = new Div(new Party(known, known.equals(agent.agent()) ? "" : agent.agent()), line);
      entry.addClassName("bf-entry");
      Div row = new Div(entry, actions(agent, known));
      row.addClassName("bf-row");
      agents.add(row);
    }
  }

  private Component actions(LiveAgent agent, String known) {
    Div actions = new Div();
    actions.addClassName("bf-row-actions");
    boolean in = agent.state() != AgentState.LOGGED_OUT;
    if (in) {
      actions.add(
          agent.pause() == null
              ? action(VaadinIcon.PAUSE, "pause", known, agent, pause(inputs.text("pause.reason")))
              : action(VaadinIcon.PLAY, "resume", known, agent, pause("")));
    }
    actions.add(
        action(
            in ? VaadinIcon.SIGN_OUT : VaadinIcon.SIGN_IN,
            in ? "logout" : "login",
            known,
            agent,
            new ChangeDuty(!in, null)));
    return actions;
  }

  private static ChangeDuty pause(String reason) {
    return new ChangeDuty(null, reason);
  }

  private Button action(
      VaadinIcon icon, String key, String known, LiveAgent agent, ChangeDuty change) {
    Button button = new Button(icon.create(), clicked -> duty(agent, change));
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(inputs.text(key));
    button.setAriaLabel(getTranslation("base.action.on", inputs.text(key), known));
    return button;
  }

  private void duty(LiveAgent agent, ChangeDuty change) {
    try {
      monitor.duty(name, agent.agent(), change);
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
  }

  private void showDay() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
    List<DayFigures> figures = monitor.figures(name, today, today);
    day.removeAll();
    if (figures.isEmpty()) {
      day.add(none("today.none"));
      return;
    }
    DayFigures f = figures.getFirst();
    day.add(
        new Facts()
            .fact(inputs.text("figure.callers"), whole(f.callers()))
            .fact(inputs.text("figure.answered"), whole(f.answered()))
            .fact(inputs.text("figure.service"), percent(f.serviceLevel()))
            .fact(inputs.text("figure.abandoned"), whole(f.abandoned()))
            .fact(inputs.text("figure.overflowed"), whole(f.overflowed()))
            .fact(inputs.text("figure.wait"), clock(f.meanWaitSeconds()))
            .fact(inputs.text("figure.longest"), clock(f.longestWaitSeconds()))
            .fact(inputs.text("figure.talk"), clock(f.meanTalkSeconds())));
  }

  private void showLatest() {
    List<StayView> stays = monitor.stays(name, null, null, null, 0, LATEST).stays();
    latest.removeAll();
    if (stays.isEmpty()) {
      latest.add(none("latest.none"));
    }
    for (StayView stay : stays) {
      Div line =
          new Div(
              new Span(moments.minute(stay.since())),
              new Span(inputs.text("waited", clock(stay.waitedSeconds()))));
      line.addClassName("bf-entry-line");
      if (stay.agent() != null) {
        line.add(new Span(destinations.nameOf(stay.agent())));
      }
      Div entry = new Div(new Party(stay.name(), stay.number()), line);
      entry.addClassName("bf-entry");
      Div row = new Div(entry, outcome(stay.outcome()));
      row.addClassName("bf-row");
      latest.add(row);
    }
  }

  private Pill outcome(@Nullable String outcome) {
    String key = outcome == null ? "waits" : outcome.toLowerCase(java.util.Locale.ROOT);
    Pill.Tone tone =
        switch (key) {
          case "answered" -> Pill.Tone.GOOD;
          case "waits" -> Pill.Tone.QUIET;
          case "abandoned", "not_reached" -> Pill.Tone.BAD;
          default -> Pill.Tone.BUSY;
        };
    return new Pill(inputs.text("outcome." + key), tone);
  }

  private Component since(Instant since) {
    Span time = new Span(Moments.clock(Duration.between(since, clock.instant())));
    time.addClassName("bf-number");
    time.getElement().setAttribute("data-since", Long.toString(since.toEpochMilli()));
    return time;
  }

  private String whole(long value) {
    return NumberFormat.getIntegerInstance(moments.locale()).format(value);
  }

  private String percent(@Nullable Double level) {
    return level == null ? "–" : NumberFormat.getPercentInstance(moments.locale()).format(level);
  }

  private static String clock(double seconds) {
    return Moments.clock(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private Paragraph none(String key) {
    Paragraph words = new Paragraph(inputs.text(key));
    words.addClassName("bf-none");
    return words;
  }
}
