package org.belfry.webui.livecalls;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Ticker;
import org.belfry.webui.history.HistoryView;

/** The calls that are going on, as they begin, are answered and end. */
@Route(value = "calls", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class LiveCallsView extends Page {
  private final transient CallMonitor monitor;
  private final Clock clock = Clock.systemUTC();
  private final Moments moments = Moments.of(this);
  private final AdaptiveGrid<LiveCallView> grid = new AdaptiveGrid<>();
  private final Div list = new Div(grid);
  private final Empty quiet;

  public LiveCallsView(CallMonitor monitor, LiveUpdates updates) {
    this.monitor = monitor;
    super("calls.title", "calls.lead");
    RouterLink toHistory = new RouterLink(getTranslation("calls.empty.history"), HistoryView.class);
    toHistory.addClassName("bf-button");
    quiet =
        new Empty(
            VaadinIcon.PHONE,
            getTranslation("calls.empty.title"),
            getTranslation("calls.empty.sentence"),
            toHistory);
    addActions(new Pill(getTranslation("base.live"), Pill.Tone.GOOD));
    configureGrid();
    list.addClassName("bf-list");
    add(quiet, list);
    Ticker.startOn(this, clock);
    Live.follow(this, updates, this::refresh);
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(new ComponentRenderer<>(LiveCallsView::caller)))
        .setHeader(getTranslation("calls.caller"));
    grid.wide(grid.addColumn(new ComponentRenderer<>(LiveCallsView::callee)))
        .setHeader(getTranslation("calls.callee"));
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::state)))
        .setHeader(getTranslation("calls.state"))
        .setWidth("10rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(call -> moments.time(call.startedAt())))
        .setHeader(getTranslation("calls.started"))
        .setWidth("9rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::running)))
        .setHeader(getTranslation("calls.duration"))
        .setWidth("8rem")
        .setFlexGrow(0);
    grid.narrow(new ComponentRenderer<>(this::entry));
  }

  private void refresh() {
    List<LiveCallView> calls = monitor.liveCalls();
    grid.show(calls);
    quiet.setVisible(calls.isEmpty());
    list.setVisible(!calls.isEmpty());
  }

  private Component entry(LiveCallView call) {
    Span arrow = new Span("→");
    arrow.addClassName("bf-arrow");
    Div who = new Div(caller(call), arrow, callee(call));
    who.addClassName("bf-entry-parties");
    Div line = new Div(state(call), running(call));
    line.addClassName("bf-entry-line");
    Div entry = new Div(who, line);
    entry.addClassName("bf-entry");
    return entry;
  }

  private Component state(LiveCallView call) {
    LiveCallState state = call.state();
    return switch (state) {
      case CALLING -> new Pill(getTranslation("calls.state.calling"), Pill.Tone.QUIET);
      case RINGING -> new Pill(getTranslation("calls.state.ringing"), Pill.Tone.BUSY);
      case ANSWERED -> new Pill(getTranslation("calls.state.answered"), Pill.Tone.GOOD);
    };
  }

  /** Time since the answer, before that since the call began; {@link Ticker} moves it on. */
  private Component running(LiveCallView call) {
    Instant answered = call.answeredAt();
    Instant since = answered == null ? call.startedAt() : answered;
    Span time = new Span(Moments.clock(Duration.between(since, clock.instant())));
    time.addClassName("bf-number");
    time.getElement().setAttribute("data-since", Long.toString(since.toEpochMilli()));
    return time;
  }

  private static Party caller(LiveCallView call) {
    return new Party(call.callerName(), call.caller());
  }

  private static Party callee(LiveCallView call) {
    return new Party(call.calleeName(), call.callee());
  }
}
