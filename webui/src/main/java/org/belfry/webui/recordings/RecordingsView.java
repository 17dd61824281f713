package org.belfry.webui.recordings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.RecordingPage;
import org.belfry.pbx.admin.RecordingAdmin.RecordingView;
import org.belfry.pbx.admin.RecordingAdmin.Search;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.SearchedList;
import org.belfry.webui.base.SearchedList.Found;
import org.belfry.webui.base.SearchedList.Wanted;
import org.belfry.webui.base.SoundPlayer;
import org.belfry.webui.base.Toast;

/** What was recorded, and whose calls are. Who listens or deletes is written into the audit log. */
@Route(value = "recordings", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class RecordingsView extends Page {
  private static final int MORE = 25;
  private static final long MEGABYTE = 1_000_000;

  private final transient RecordingAdmin recordings;
  private final transient Inputs inputs = new Inputs("recordings.");
  private final Moments moments = Moments.of(this);
  private final SearchedList<RecordingView> list =
      new SearchedList<>(inputs, VaadinIcon.MICROPHONE, MORE, this::find, this::row);

  public RecordingsView(RecordingAdmin recordings, DestinationList destinations) {
    this.recordings = recordings;
    super("recordings.title", "recordings.lead");
    Div both = new Div(list, new RulesPanel(recordings, new Destinations(destinations)));
    both.addClassName("bf-columns");
    add(both);
    list.refresh();
  }

  private Found<RecordingView> find(Wanted wanted, int limit) {
    RecordingPage page =
        recordings.recordings(
            new Search(wanted.text(), null, wanted.from(), wanted.to()), 0, limit);
    return new Found<>(page.recordings(), page.total());
  }

  private Component row(RecordingView recording) {
    Span arrow = new Span("→");
    arrow.addClassName("bf-arrow");
    Div parties =
        new Div(
            new Party(recording.callerName(), recording.caller()),
            arrow,
            new Party(recording.calleeName(), recording.callee()));
    parties.addClassName("bf-entry-parties");
    String of = recording.of().isEmpty() ? "" : " " + recording.of();
    Div line =
        new Div(
            new Pill(inputs.word("reason", recording.reason()) + of, Pill.Tone.QUIET),
            new Span(moments.minute(recording.startedAt())),
            new Span(Moments.clock(Duration.ofMillis(Math.round(recording.seconds() * 1000)))),
            new Span(inputs.text("megabytes", recording.bytes() / MEGABYTE)));
    line.addClassName("bf-entry-line");
    if (recording.cut()) {
      line.add(new Pill(inputs.text("cut"), Pill.Tone.BUSY));
    }
    String who = recording.caller() + " → " + recording.callee();
    Div entry =
        new Div(
            parties,
            line,
            new SoundPlayer(inputs.text("play", who), () -> recordings.sound(recording.id())));
    entry.addClassName("bf-entry");
    Button delete = new Button(VaadinIcon.TRASH.create(), clicked -> askDelete(recording, who));
    delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    delete.setTooltipText(getTranslation("base.delete"));
    delete.setAriaLabel(getTranslation("base.action.on", getTranslation("base.delete"), who));
    Div row = new Div(entry, delete);
    row.addClassName("bf-row");
    return row;
  }

  private void askDelete(RecordingView recording, String who) {
    new Question(
            inputs.text("delete.title", who),
            inputs.text("delete.sentence"),
            getTranslation("base.delete"),
            () -> delete(recording))
        .open();
  }

  private void delete(RecordingView recording) {
    try {
      recordings.delete(recording.id());
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    list.refresh();
  }
}
