package org.belfry.webui.mail;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.Locale;
import org.belfry.pbx.admin.MailTemplateAdmin;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.pbx.admin.MailTemplateAdmin.TemplateView;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Language;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;

/** The texts of our mails, by kind and language. */
final class TemplatesPanel extends Panel {
  private final transient MailTemplateAdmin templates;
  private final transient Inputs inputs = new Inputs("mailtemplates.");
  private final Div rows = new Div();

  TemplatesPanel(MailTemplateAdmin templates) {
    this.templates = templates;
    super(text("mailtemplates.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    rows.addClassName("bf-rows");
    add(lead, rows);
    refresh();
  }

  private void refresh() {
    rows.removeAll();
    for (MailKind kind : MailKind.values()) {
      rows.add(row(kind));
    }
  }

  private Div row(MailKind kind) {
    Span name = new Span(inputs.word("kind", kind));
    name.addClassName("bf-entry-title");
    Span about = new Span(inputs.word("about", kind));
    about.addClassName("bf-small");
    Div entry = new Div(name, about);
    entry.addClassName("bf-entry");
    Div actions = new Div();
    actions.addClassName("bf-wrap");
    for (String language : templates.languages()) {
      TemplateView template = templates.template(kind, language);
      if (template.changed()) {
        actions.add(new Pill(inputs.text("changed"), Pill.Tone.BUSY));
      }
      actions.add(edit(template, name.getText()));
    }
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private Button edit(TemplateView template, String name) {
    String language = Locale.of(template.language()).getDisplayLanguage(Language.current());
    Button edit = new Button(language, VaadinIcon.EDIT.create());
    edit.setAriaLabel(getTranslation("base.action.on", language, name));
    edit.addClickListener(
        clicked -> new TemplateDialog(templates, template, name, this::refresh).open());
    return edit;
  }
}
