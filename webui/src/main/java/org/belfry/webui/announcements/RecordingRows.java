package org.belfry.webui.announcements;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.time.Duration;
import java.util.Locale;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.AnnouncementAdmin.AnnouncementView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PromptAdmin.RecordingView;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.SoundPlayer;
import org.belfry.webui.base.Toast;

/** The recordings of one announcement, to be heard and deleted. */
final class RecordingRows extends Div {
  private final transient AnnouncementAdmin announcements;

  RecordingRows(AnnouncementAdmin announcements, AnnouncementView of) {
    this.announcements = announcements;
    addClassName("bf-rows");
    of.recordings().forEach(each -> add(row(each)));
  }

  private Div row(RecordingView recording) {
    String language = Languages.name(recording.language(), getLocale());
    Button remove = new Button(VaadinIcon.TRASH.create());
    remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    remove.setTooltipText(getTranslation("base.delete"));
    remove.setAriaLabel(getTranslation("base.action.on", getTranslation("base.delete"), language));
    Div row = new Div(entry(announcements, recording, getLocale()), remove);
    row.addClassName("bf-row");
    remove.addClickListener(clicked -> {
      try {
        announcements.delete(recording.name(), recording.language());
        remove(row);
        Toast.done(getTranslation("base.deleted", language));
      } catch (NotFound gone) {
        Toast.problem(getTranslation("base.gone"));
      } catch (InvalidCommand used) {
        Toast.problem(FieldProblems.sentence(used.problems().getFirst().message()));
      }
    });
    return row;
  }

  /** Language, length and origin of a recording, and its player. */
  static Div entry(AnnouncementAdmin announcements, RecordingView recording, Locale reader) {
    Inputs inputs = new Inputs("announcements.");
    Div entry = new Div();
    String language = Languages.name(recording.language(), reader);
    Span title = new Span(language);
    title.addClassName("bf-entry-title");
    String length = Moments.clock(Duration.ofSeconds(Math.round(recording.seconds())));
    String made =
        recording.made() == null
            ? inputs.text("made.hand")
            : inputs.text("made." + recording.made().name().toLowerCase(Locale.ROOT));
    Span small = new Span(length + " · " + made);
    small.addClassName("bf-small");
    if (!recording.text().isEmpty()) {
      small.setTitle(recording.text());
    }
    entry.add(
        title,
        small,
        SoundPlayer.ofWav(
            inputs.text("play", recording.name(), language),
            () -> announcements.sound(recording.name(), recording.language())));
    entry.addClassName("bf-entry");
    return entry;
  }
}
