package org.belfry.webui.mail;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.MailTemplateAdmin;
import org.belfry.pbx.admin.MailTemplateAdmin.Preview;
import org.belfry.pbx.admin.MailTemplateAdmin.SaveTemplate;
import org.belfry.pbx.admin.MailTemplateAdmin.TemplateView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;

/** The form for one text of a mail, with a preview. */
final class TemplateDialog extends FormDialog {
  private final transient MailTemplateAdmin templates;
  private final transient TemplateView before;
  private final transient Runnable saved;
  private final transient Inputs inputs = new Inputs("mailtemplates.");
  private final TextField subject = inputs.line("subject");
  private final TextArea words = inputs.lines("text");
  private final Div preview = new Div();

  /**
   * @param name of the kind of mail, for people
   * @param saved after the text was changed or restored
   */
  TemplateDialog(MailTemplateAdmin templates, TemplateView before, String name, Runnable saved) {
    this.templates = templates;
    this.before = before;
    this.saved = saved;
    super(name, text("base.save"));
    addClassName("bf-wide");
    subject.setMaxLength(MailTemplateAdmin.SUBJECT_MAX);
    words.setMinRows(10);
    words.setMaxRows(20);
    subject.setValue(before.subject());
    words.setValue(before.text());
    field("subject", subject);
    field("text", words);
    note(placeholders());
    preview.addClassName("bf-stack");
    preview.setVisible(false);
    Div actions = new Div(new Button(inputs.text("preview"), clicked -> form().submit(this::show)));
    actions.addClassName("bf-wrap");
    if (before.changed()) {
      actions.add(new Button(inputs.text("restore"), clicked -> restore()));
    }
    note(actions);
    note(preview);
    unlessOther(() -> templates.template(before.kind(), before.language()));
  }

  private Paragraph placeholders() {
    Paragraph all =
        new Paragraph(
            inputs.text(
                "placeholders",
                before.placeholders().stream()
                    .map(name -> "{" + name + "} " + inputs.text("placeholder." + name))
                    .collect(Collectors.joining(" · "))));
    all.addClassName("bf-small");
    return all;
  }

  private SaveTemplate command() {
    return new SaveTemplate(subject.getValue(), words.getValue());
  }

  private void show() {
    Preview mail = templates.preview(before.kind(), before.language(), command());
    preview.removeAll();
    Span title = new Span(mail.subject());
    title.addClassName("bf-entry-title");
    preview.add(title, new Pre(mail.text()));
    preview.setVisible(true);
  }

  private void restore() {
    templates.restore(before.kind(), before.language());
    saved.run();
    Toast.undoable(
        inputs.text("restored"),
        () -> {
          templates.save(
              before.kind(), before.language(), new SaveTemplate(before.subject(), before.text()));
          saved.run();
        });
    close();
  }

  @Override
  protected void save() {
    templates.save(before.kind(), before.language(), command());
    saved.run();
    Toast.done(getTranslation("base.saved"));
  }
}
