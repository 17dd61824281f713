package org.belfry.webui.conferences;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.belfry.pbx.admin.ConferenceControl;
import org.belfry.pbx.admin.ConferenceControl.ConferenceView;
import org.belfry.pbx.admin.ConferenceControl.ParticipantView;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Ticker;
import org.belfry.webui.base.Toast;

/** One conference as it goes on: who is there, who talks, and what can be done about it. */
@Route(value = "conference", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class ConferencePage extends Page implements HasUrlParameter<String> {
  private final transient ConferenceControl control;
  private final transient DestinationList destinations;
  private final transient Inputs inputs = new Inputs("conference.");
  private final Clock clock = Clock.systemUTC();
  private final Div state = new Div();
  private final Div roster = new Div();
  private final Panel people = new Panel(inputs.text("roster"), roster);
  private final Empty over =
      new Empty(VaadinIcon.COMMENTS_O, inputs.text("empty.title"), inputs.text("empty.sentence"));
  private final Button muteAll = new Button();
  private final Button lock = new Button();
  private final Button record = new Button();
  private final Button invite =
      new Button(inputs.text("invite"), VaadinIcon.PHONE.create(), clicked -> openInvite());
  private final Button end = new Button(inputs.text("end"), clicked -> askEnd());
  private String name = "";

  public ConferencePage(ConferenceControl control, DestinationList destinations) {
    this.control = control;
    this.destinations = destinations;
    super("conferences.title", "conferences.lead");
    up("conferences.title", ConferencesView.class);
    end.addThemeVariants(ButtonVariant.LUMO_ERROR, ButtonVariant.LUMO_TERTIARY);
    muteAll.addClickListener(clicked -> live().ifPresent(c -> muteAll(!c.mutedAll())));
    lock.addClickListener(clicked -> live().ifPresent(c -> lock(!c.locked())));
    record.addClickListener(clicked -> live().ifPresent(c -> record(!c.recording())));
    Div actions = new Div(muteAll, lock, record, invite, end);
    actions.addClassNames("bf-actions", "bf-wrap");
    state.addClassName("bf-entry-line");
    roster.addClassName("bf-rows");
    add(over, state, actions, people);
    Ticker.startOn(this, clock);
    Live.followEvents(this, control::onChange, this::refresh);
  }

  @Override
  public void setParameter(BeforeEvent event, String conference) {
    name = conference;
    say(live().map(ConferenceView::title).orElse(conference), inputs.text("lead"));
  }

  private Optional<ConferenceView> live() {
    return control.conferences().stream().filter(c -> c.name().equals(name)).findFirst();
  }

  private void refresh() {
    Optional<ConferenceView> now = live();
    boolean on = now.isPresent();
    over.setVisible(!on);
    people.setVisible(on);
    state.setVisible(on);
    for (Button button : new Button[] {muteAll, lock, record, invite, end}) {
      button.setVisible(on);
    }
    now.ifPresent(this::show);
  }

  private void show(ConferenceView conference) {
    muteAll.setText(inputs.text(conference.mutedAll() ? "unmuteall" : "muteall"));
    muteAll.setIcon(VaadinIcon.MUTE.create());
    lock.setText(inputs.text(conference.locked() ? "unlock" : "lock"));
    lock.setIcon((conference.locked() ? VaadinIcon.UNLOCK : VaadinIcon.LOCK).create());
    record.setText(inputs.text(conference.recording() ? "stoprecord" : "record"));
    record.setIcon((conference.recording() ? VaadinIcon.STOP : VaadinIcon.CIRCLE).create());
    state.removeAll();
    Span time = new Span(Moments.clock(Duration.between(conference.since(), clock.instant())));
    time.addClassName("bf-number");
    time.getElement().setAttribute("data-since", Long.toString(conference.since().toEpochMilli()));
    state.add(new Pill(inputs.text("since"), Pill.Tone.GOOD), time);
    if (conference.locked()) {
      state.add(new Pill(inputs.text("locked"), Pill.Tone.BUSY));
    }
    if (conference.mutedAll()) {
      state.add(new Pill(inputs.text("mutedall"), Pill.Tone.BUSY));
    }
    if (conference.recording()) {
      state.add(new Pill(inputs.text("recording"), Pill.Tone.BAD));
    }
    roster.removeAll();
    conference.participants().forEach(person -> roster.add(row(person)));
  }

  private Component row(ParticipantView person) {
    String number = Inputs.orEmpty(person.number());
    Span talks = new Span();
    talks.addClassName("bf-talk");
    talks.setClassName("bf-talking", person.talking());
    talks.getElement().setAttribute("role", "img");
    talks
        .getElement()
        .setAttribute("aria-label", inputs.text(person.talking() ? "talks" : "quiet"));
    Div line = new Div();
    line.addClassName("bf-entry-line");
    if (person.moderator()) {
      line.add(new Pill(inputs.text("moderator"), Pill.Tone.GOOD));
    }
    if (person.muted()) {
      line.add(new Pill(inputs.text("muted"), Pill.Tone.QUIET));
    }
    if (person.waiting()) {
      line.add(new Pill(inputs.text("waits"), Pill.Tone.BUSY));
    }
    Div entry = new Div(new Party(person.name(), number), line);
    entry.addClassName("bf-entry");
    String known = person.name() == null ? number : person.name();
    Button mute =
        action(
            person.muted() ? VaadinIcon.MICROPHONE : VaadinIcon.MUTE,
            person.muted() ? "unmute" : "mute",
            known,
            () -> control.mute(name, person.callId(), !person.muted()));
    Button kick =
        action(
            VaadinIcon.CLOSE_SMALL,
            "kick",
            known,
            () ->
                new Question(
                        inputs.text("kick.title", known),
                        inputs.text("kick.sentence"),
                        inputs.text("kick"),
                        () -> attempt(() -> control.kick(name, person.callId())))
                    .open());
    Div actions = new Div(mute, kick);
    actions.addClassName("bf-row-actions");
    Div row = new Div(talks, entry, actions);
    row.addClassNames("bf-row", "bf-person");
    return row;
  }

  private Button action(VaadinIcon icon, String key, String known, Runnable does) {
    Button button = new Button(icon.create(), clicked -> attempt(does));
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(inputs.text(key));
    button.setAriaLabel(getTranslation("base.action.on", inputs.text(key), known));
    return button;
  }

  private void muteAll(boolean on) {
    attempt(() -> control.muteAll(name, on));
  }

  private void lock(boolean on) {
    attempt(() -> control.lock(name, on));
  }

  private void record(boolean on) {
    attempt(() -> control.record(name, on));
  }

  private void openInvite() {
    new InviteDialog(control, name, new Destinations(destinations)).open();
  }

  private void askEnd() {
    new Question(
            inputs.text("end.title"),
            inputs.text("end.sentence"),
            inputs.text("end"),
            () -> attempt(() -> control.end(name)))
        .open();
  }

  private void attempt(Runnable does) {
    try {
      does.run();
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
      refresh();
    }
  }
}
