package org.belfry.webui.queues;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.OptionalParameter;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.AgentState;
import org.belfry.pbx.admin.QueueMonitor.DayFigures;
import org.belfry.pbx.admin.QueueMonitor.LiveAgent;
import org.belfry.pbx.admin.QueueMonitor.LiveCaller;
import org.belfry.pbx.admin.QueueMonitor.LiveQueue;
import org.belfry.webui.base.Brand;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Ticker;
import org.belfry.webui.livecalls.LiveCallsView;
import org.jspecify.annotations.Nullable;

/**
 * Queues on a large screen, to be read from across the room: all of them, or the one of the
 * address, {@code wallboard/sales}. Pushed as it happens; the figures of the day every few seconds.
 */
@Route("wallboard")
@RolesAllowed({"ADMIN", "SUPERVISOR"})
public class WallboardView extends Div implements HasUrlParameter<String>, HasDynamicTitle {
  private static final Duration FIGURES_EVERY = Duration.ofSeconds(10);

  private final transient QueueMonitor monitor;
  private final transient DestinationList list;
  private final transient Inputs inputs = new Inputs("wallboard.");
  private final transient Inputs words = new Inputs("queues.");
  private final Moments moments = Moments.of(this);
  private final Clock clock = Clock.systemUTC();
  private final Div queues = new Div();
  private transient Map<String, DayFigures> figures = Map.of();
  private @Nullable String only;

  public WallboardView(QueueMonitor monitor, DestinationList list, Myself myself) {
    this.monitor = monitor;
    this.list = list;
    addClassName("bf-wall");
    Span time = new Span();
    time.addClassName("bf-wall-time");
    RouterLink back =
        myself.administers()
            ? new RouterLink(inputs.text("back"), QueuesView.class)
            : new RouterLink(getTranslation("nav.calls"), LiveCallsView.class);
    back.addClassName("bf-up");
    H1 title = new H1(inputs.text("title"));
    title.addClassName("bf-unseen"); // the queues' names are read from afar
    Header head = new Header(new Brand(), title, back, time);
    head.addClassName("bf-wall-head");
    queues.addClassName("bf-wall-queues");
    queues.getElement().setAttribute("role", "main");
    add(head, queues);
    time.getElement()
        .executeJs(
            """
            const tick = () => { this.textContent = new Date().toLocaleTimeString([],
              {hour: '2-digit', minute: '2-digit'}); };
            tick();
            const timer = setInterval(() => this.isConnected ? tick() : clearInterval(timer), 1000);\
            """);
    Ticker.startOn(this, clock);
    Live.followEvents(this, monitor::onEvent, this::refresh);
    Live.again(this, FIGURES_EVERY, this::readFigures);
  }

  @Override
  public void setParameter(BeforeEvent event, @OptionalParameter @Nullable String queue) {
    only = queue;
    readFigures();
  }

  @Override
  public String getPageTitle() {
    return getTranslation("page.title", only == null ? inputs.text("title") : only);
  }

  private void readFigures() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
    Map<String, DayFigures> read = new HashMap<>();
    monitor.figures(only, today, today).forEach(f -> read.put(f.queue(), f));
    figures = read;
    refresh();
  }

  private void refresh() {
    Destinations names = new Destinations(list);
    queues.removeAll();
    List<LiveQueue> shown =
        monitor.live().stream().filter(q -> only == null || q.name().equals(only)).toList();
    if (shown.isEmpty()) {
      queues.add(new Paragraph(inputs.text("empty")));
    }
    queues.setClassName("bf-wall-one", shown.size() == 1);
    shown.forEach(queue -> queues.add(queue(queue, names)));
  }

  private Component queue(LiveQueue queue, Destinations names) {
    DayFigures day = figures.get(queue.name());
    long free = queue.agents().stream().filter(a -> a.state() == AgentState.IDLE).count();
    Div numbers =
        new Div(
            figure(whole(queue.waiting()), "waiting", queue.waiting() == 0 ? "good" : "busy"),
            figure(longest(queue), "longest"),
            figure(
                inputs.text("free.of", free, queue.onDuty()),
                "free",
                queue.onDuty() == 0 ? "bad" : free == 0 ? "busy" : "good"),
            figure(new Span(day == null ? "0" : whole(day.answered())), "answered"),
            figure(whole(day == null ? 0 : day.abandoned()), "abandoned", "quiet"),
            figure(percent(day), "service", grade(day)));
    numbers.addClassName("bf-wall-numbers");
    Div agents = new Div();
    agents.addClassName("bf-wall-agents");
    Agents.sorted(queue.agents(), names).stream()
        .filter(agent -> agent.state() != AgentState.LOGGED_OUT)
        .forEach(agent -> agents.add(agent(agent, names)));
    RouterLink name = new RouterLink(queue.name(), QueuePage.class, queue.name());
    Section section = new Section(new H2(name), numbers, agents);
    section.addClassName("bf-wall-queue");
    return section;
  }

  private Component agent(LiveAgent agent, Destinations names) {
    Span name = new Span(names.nameOf(agent.agent()));
    name.addClassName("bf-wall-agent-name");
    Span state =
        new Span(
            agent.pause() != null && agent.state() == AgentState.PAUSED
                ? agent.pause()
                : words.word("agent", agent.state()));
    Div tile = new Div(name, state);
    if (agent.state() == AgentState.IDLE) {
      tile.add(since(agent.idleSince()));
    } else if (agent.with() != null) {
      tile.add(new Span(names.nameOf(agent.with())));
    }
    tile.addClassNames(
        "bf-wall-agent",
        "bf-wall-" + agent.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    return tile;
  }

  private Span longest(LiveQueue queue) {
    return queue.callers().stream()
        .map(LiveCaller::since)
        .min(Comparator.naturalOrder())
        .map(this::since)
        .orElseGet(() -> new Span("0:00"));
  }

  private Span since(Instant since) {
    Span time = new Span(Moments.clock(Duration.between(since, clock.instant())));
    time.getElement().setAttribute("data-since", Long.toString(since.toEpochMilli()));
    return time;
  }

  private Div figure(String value, String key, String tone) {
    Div figure = figure(new Span(value), key);
    figure.addClassName("bf-wall-" + tone);
    return figure;
  }

  private Div figure(Span value, String key) {
    value.addClassName("bf-wall-value");
    Span name = new Span(inputs.text(key));
    name.addClassName("bf-wall-name");
    Div figure = new Div(value, name);
    figure.addClassName("bf-wall-figure");
    return figure;
  }

  private String whole(long value) {
    return NumberFormat.getIntegerInstance(moments.locale()).format(value);
  }

  private String percent(@Nullable DayFigures day) {
    Double level = day == null ? null : day.serviceLevel();
    return level == null ? "–" : NumberFormat.getPercentInstance(moments.locale()).format(level);
  }

  /** 80 % within the time is what most centres promise. */
  private static String grade(@Nullable DayFigures day) {
    Double level = day == null ? null : day.serviceLevel();
    return level == null ? "quiet" : level >= 0.8 ? "good" : level >= 0.6 ? "busy" : "bad";
  }
}
