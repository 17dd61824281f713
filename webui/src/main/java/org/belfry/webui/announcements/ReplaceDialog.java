package org.belfry.webui.announcements;

import com.vaadin.flow.component.html.Paragraph;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.PromptAdmin.PromptView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;

/** The site's own recording instead of a prompt of Belfry's. */
final class ReplaceDialog extends FormDialog {
  private final transient PromptAdmin prompts;
  private final String language;
  private final PromptView prompt;
  private final transient Runnable saved;
  private final transient Inputs inputs = new Inputs("prompts.");
  private final transient SourceFields source;

  ReplaceDialog(
      PromptAdmin prompts,
      Destinations destinations,
      String language,
      PromptView prompt,
      Runnable saved) {
    this.prompts = prompts;
    this.language = language;
    this.prompt = prompt;
    this.saved = saved;
    super(text("prompts.replace") + ": " + prompt.name(), text("base.save"));
    note(new Paragraph("“" + prompt.text() + "”"));
    source = new SourceFields(form(), destinations);
    source.language(prompts.speaks(language), "");
  }

  @Override
  protected void save() {
    source.send(
        new SourceFields.Target() {
          @Override
          public void put(Made made, byte[] sound) {
            prompts.replace(language, prompt.name(), made, sound);
            Toast.done(getTranslation("base.saved.name", prompt.name()));
          }

          @Override
          public void speak(String text) {
            prompts.speak(language, prompt.name(), text);
            Toast.done(getTranslation("base.saved.name", prompt.name()));
          }

          @Override
          public void record(String extension) {
            prompts.record(language, prompt.name(), extension);
            Toast.done(inputs.text("calling", extension));
          }
        });
    saved.run();
  }
}
