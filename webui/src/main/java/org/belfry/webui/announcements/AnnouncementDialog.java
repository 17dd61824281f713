package org.belfry.webui.announcements;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.AnnouncementAdmin.AnnouncementView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.PromptAdmin.RecordingView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** A new announcement with its first recording; or another name, and a recording more. */
final class AnnouncementDialog extends FormDialog {
  private final transient AnnouncementAdmin announcements;
  private final transient PromptAdmin prompts;
  private final @Nullable AnnouncementView before;
  private final transient Consumer<AnnouncementView> saved;
  private final transient Inputs inputs = new Inputs("announcements.");
  private final TextField name = inputs.line("name");
  private final ComboBox<String> language;
  private final transient SourceFields source;

  /**
   * @param before null for a new one
   * @param saved given it when it is there; not while a call is made for its first recording
   */
  AnnouncementDialog(
      AnnouncementAdmin announcements,
      PromptAdmin prompts,
      Destinations destinations,
      @Nullable AnnouncementView before,
      Consumer<AnnouncementView> saved) {
    this.announcements = announcements;
    this.prompts = prompts;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "announcements.create" : "announcements.change"),
        text(before == null ? "announcements.create.save" : "base.save"));
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    field("name", name);
    if (before != null) {
      name.setValue(before.name());
      form().part(inputs.text("recordings"));
      note(new RecordingRows(announcements, before));
      form().part(inputs.text("add"));
    }
    language = field("language", Languages.box(inputs, prompts.languages(), getLocale()));
    source = new SourceFields(form(), destinations);
    language.addValueChangeListener(chosen -> tellLanguage());
    tellLanguage();
  }

  private void tellLanguage() {
    String code = Inputs.orEmpty(language.getValue());
    List<RecordingView> there = before == null ? List.of() : before.recordings();
    source.language(
        !code.isEmpty() && prompts.speaks(code),
        there.stream()
            .filter(each -> each.language().equals(code))
            .map(RecordingView::text)
            .findFirst()
            .orElse(""));
  }

  @Override
  protected void save() {
    String wanted = name.getValue().strip();
    if (wanted.isEmpty()) {
      throw new InvalidCommand("name", inputs.text("required"));
    }
    if (before == null && announcements.names().contains(wanted)) {
      throw new InvalidCommand("name", inputs.text("taken"));
    }
    if (before != null && !before.name().equals(wanted)) {
      announcements.rename(before.name(), wanted);
    }
    if (before == null || !source.isEmpty()) {
      source.send(target(wanted));
    }
    if (before != null || !source.isByPhone()) {
      saved.accept(announcements.announcement(wanted));
    }
  }

  private SourceFields.Target target(String wanted) {
    String code = Inputs.orEmpty(language.getValue());
    return new SourceFields.Target() {
      @Override
      public void put(Made made, byte[] sound) {
        announcements.put(wanted, code, made, sound);
      }

      @Override
      public void speak(String text) {
        announcements.speak(wanted, code, text);
      }

      @Override
      public void record(String extension) {
        announcements.record(wanted, code, extension);
        Toast.done(inputs.text("calling", extension));
      }
    };
  }
}
