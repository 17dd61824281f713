package org.belfry.webui.livecalls;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
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
import java.util.Map;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ParkAdmin;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.LiveRecordingView;
import org.belfry.pbx.admin.RecordingOnDemand;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Sound;
import org.belfry.webui.base.Ticker;
import org.belfry.webui.base.Toast;
import org.belfry.webui.history.HistoryView;
import org.jspecify.annotations.Nullable;

/** The calls that are going on, as they begin, are answered and end. */
@Route(value = "calls", layout = MainLayout.class)
@RolesAllowed({"ADMIN", "SUPERVISOR"})
public class LiveCallsView extends Page {
  /**
   * A call as the list shows it; only words of its sound, so that rows do not change each second.
   *
   * @param led whether it can be held and transferred from here
   * @param recording {@code on} or {@code paused}; empty when it is not recorded
   */
  record Row(LiveCallView call, String codecs, Sound.Grade grade, boolean led, String recording) {}

  private final transient CallMonitor monitor;
  private final transient CallControl control;
  private final transient DestinationList destinations;
  private final transient RecordingAdmin recordings;
  private final boolean records;
  private final Clock clock = Clock.systemUTC();
  private final Moments moments = Moments.of(this);
  private final AdaptiveGrid<Row> grid = new AdaptiveGrid<>(row -> row.call().callId());
  private final Div list = new Div(grid);
  private final Empty quiet;

  public LiveCallsView(
      CallMonitor monitor,
      CallControl control,
      ParkAdmin parking,
      DestinationList destinations,
      LiveUpdates updates,
      RecordingAdmin recordings,
      RecordingOnDemand recorded,
      Myself myself) {
    this.monitor = monitor;
    this.control = control;
    this.destinations = destinations;
    this.recordings = recordings;
    this.records = myself.administers();
    super("calls.title", "calls.lead");
    RouterLink toHistory = new RouterLink(getTranslation("calls.empty.history"), HistoryView.class);
    toHistory.addClassName("bf-button");
    quiet =
        new Empty(
            VaadinIcon.PHONE,
            getTranslation("calls.empty.title"),
            getTranslation("calls.empty.sentence"),
            toHistory);
    Button start = new Button(getTranslation("calls.start"), VaadinIcon.PHONE.create());
    start.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    start.addClickListener(
        clicked -> new StartCallDialog(control, new Destinations(destinations)).open());
    addActions(new Pill(getTranslation("base.live"), Pill.Tone.GOOD), start);
    configureGrid();
    list.addClassName("bf-list");
    Destinations names = new Destinations(destinations);
    add(quiet, list, new ParkedPanel(parking, updates, null, names::nameOf, null));
    Ticker.startOn(this, clock);
    Live.follow(this, updates, this::refresh);
    Live.follow(this, recorded::onChange, this::refresh);
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(new ComponentRenderer<>(LiveCallsView::caller)))
        .setHeader(getTranslation("calls.caller"))
        .setWidth("11.5rem");
    grid.wide(grid.addColumn(new ComponentRenderer<>(LiveCallsView::callee)))
        .setHeader(getTranslation("calls.callee"))
        .setWidth("11.5rem");
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::state)))
        .setKey("state")
        .setHeader(getTranslation("calls.state"))
        .setWidth("8.5rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::sound)))
        .setKey("sound")
        .setHeader(getTranslation("calls.sound"));
    grid.wide(grid.addColumn(row -> moments.time(row.call().startedAt())))
        .setHeader(getTranslation("calls.started"))
        .setWidth("7rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(new ComponentRenderer<>(row -> running(row.call()))))
        .setHeader(getTranslation("calls.duration"))
        .setWidth("6.5rem")
        .setFlexGrow(0);
    grid.narrow(new ComponentRenderer<>(this::entry));
    grid.actions(this::actions);
  }

  private void refresh() {
    List<LiveCallView> calls = monitor.liveCalls();
    Map<String, List<LegQuality>> media =
        monitor.media(
            calls.stream()
                .filter(call -> call.answeredAt() != null)
                .map(LiveCallView::callId)
                .toList());
    Map<String, String> recorded =
        recordings.live().stream()
            .collect(
                Collectors.toMap(
                    LiveRecordingView::callId, live -> live.paused() ? "paused" : "on"));
    grid.show(
        calls.stream()
            .map(call ->
                row(
                    call,
                    media.getOrDefault(call.callId(), List.of()),
                    recorded.getOrDefault(call.callId(), "")))
            .toList());
    quiet.setVisible(calls.isEmpty());
    list.setVisible(!calls.isEmpty());
  }

  private Row row(LiveCallView call, List<LegQuality> legs, String recording) {
    return new Row(
        call, Sound.codecs(this, legs), Sound.worst(legs), control.leads(call.callId()), recording);
  }

  private Component actions(Row row) {
    Div actions = new Div();
    actions.addClassName("bf-row-actions");
    if (row.led() && row.call().answeredAt() != null) {
      actions.add(
          action(VaadinIcon.PAUSE, "calls.hold", row, () -> hold(row.call(), true)),
          action(VaadinIcon.PLAY, "calls.resume", row, () -> hold(row.call(), false)),
          action(VaadinIcon.ARROW_FORWARD, "calls.transfer", row, () -> openTransfer(row.call())));
    }
    if (records && row.call().answeredAt() != null) {
      new RecordingButtons(recordings, this::action).of(row).forEach(actions::add);
    }
    // A call that its phones lead can be ended when somebody has answered, one of ours at any time.
    if (row.led() || row.call().answeredAt() != null) {
      Button end = action(VaadinIcon.PHONE, "calls.end", row, () -> askEnd(row.call()));
      end.addThemeVariants(ButtonVariant.LUMO_ERROR);
      end.addClassName("bf-hang-up");
      actions.add(end);
    }
    return actions;
  }

  private Button action(VaadinIcon icon, String textKey, Row row, Runnable does) {
    Button button = new Button(icon.create(), clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(getTranslation(textKey));
    button.setAriaLabel(
        getTranslation("base.action.on", getTranslation(textKey), names(row.call())));
    return button;
  }

  private void hold(LiveCallView call, boolean held) {
    try {
      control.hold(call.callId(), held);
      Toast.done(getTranslation(held ? "calls.held" : "calls.resumed", names(call)));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("calls.end.gone"));
    } catch (InvalidCommand notOurs) {
      Toast.problem(FieldProblems.sentence(notOurs.problems().getFirst().message()));
    }
  }

  private void openTransfer(LiveCallView call) {
    new TransferDialog(
            control,
            call,
            name(call.callerName(), call.caller()),
            name(call.calleeName(), call.callee()),
            new Destinations(destinations))
        .open();
  }

  private void askEnd(LiveCallView call) {
    new Question(
            getTranslation("calls.end.title"),
            getTranslation(
                "calls.end.sentence",
                name(call.callerName(), call.caller()),
                name(call.calleeName(), call.callee())),
            getTranslation("calls.end"),
            () -> end(call))
        .open();
  }

  private void end(LiveCallView call) {
    try {
      if (call.answeredAt() == null) {
        control.hangUp(call.callId());
      } else {
        monitor.end(call.callId());
      }
      Toast.done(getTranslation("calls.ended", names(call)));
    } catch (NotFound | InvalidCommand gone) {
      Toast.problem(getTranslation("calls.end.gone"));
    }
    refresh();
  }

  static String names(LiveCallView call) {
    return name(call.callerName(), call.caller()) + " → " + name(call.calleeName(), call.callee());
  }

  private static String name(@Nullable String name, String number) {
    return name == null || name.isBlank() ? number : name;
  }

  /** Codec and quality; nothing before the answer, and where media does not run through us. */
  private Component sound(Row row) {
    Div sound = new Div();
    sound.addClassName("bf-entry-line");
    if (!row.codecs().isEmpty()) {
      sound.add(Sound.pill(this, row.grade()), new Span(row.codecs()));
    }
    return sound;
  }

  private Component entry(Row row) {
    Span arrow = new Span("→");
    arrow.addClassName("bf-arrow");
    Div who = new Div(caller(row), arrow, callee(row));
    who.addClassName("bf-entry-parties");
    Div line = new Div(state(row), running(row.call()));
    line.addClassName("bf-entry-line");
    Div entry = new Div(who, line);
    if (!row.codecs().isEmpty()) {
      entry.add(sound(row));
    }
    entry.addClassName("bf-entry");
    return entry;
  }

  private Component state(Row row) {
    Pill state = state(row.call().state());
    if (row.recording().isEmpty()) {
      return state;
    }
    Pill recorded = new Pill(getTranslation("calls.recording." + row.recording()), Pill.Tone.BUSY);
    Div both = new Div(state, recorded);
    both.addClassName("bf-entry-line");
    return both;
  }

  private Pill state(LiveCallState state) {
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

  private static Party caller(Row row) {
    return new Party(row.call().callerName(), row.call().caller());
  }

  private static Party callee(Row row) {
    return new Party(row.call().calleeName(), row.call().callee());
  }
}
