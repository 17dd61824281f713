package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.ContactAdmin;
import org.belfry.pbx.admin.ContactAdmin.ContactView;
import org.belfry.pbx.admin.ContactAdmin.Label;
import org.belfry.pbx.admin.ContactAdmin.SaveContact;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Drop;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;

/** The contacts that the user keeps: typed, or out of a file of vCards. */
final class OwnContactsPanel extends Panel {
  private static final int BYTES_MAX = 2_000_000;

  /** Each row is some twenty nodes in memory; there may be 2000 contacts. */
  private static final int SHOWN_MAX = 100;

  private final transient ContactAdmin contacts;
  private final String extension;
  private final transient Inputs inputs = new Inputs("contacts.");
  private final Div rows = new Div();
  private String wanted = "";

  OwnContactsPanel(ContactAdmin contacts, String extension) {
    this.contacts = contacts;
    this.extension = extension;
    super(text("contacts.title"));
    Button create = new Button(inputs.text("create"), VaadinIcon.PLUS.create());
    create.addClickListener(clicked -> new Create().open());
    withAction(create);
    rows.addClassName("bf-rows");
    Paragraph help = new Paragraph(inputs.text("file.help"));
    help.addClassName("bf-small");
    add(rows, help, new Drop(BYTES_MAX, this::read, ".vcf", ".vcard"));
    refresh();
  }

  /** Shows those whose name or number has this in it. */
  void filter(String text) {
    wanted = text;
    refresh();
  }

  private void refresh() {
    List<ContactView> all = contacts.contacts(extension);
    rows.removeAll();
    List<ContactView> fit =
        all.stream()
            .filter(each ->
                each.name().toLowerCase(Locale.ROOT).contains(wanted)
                    || each.number().contains(wanted))
            .toList();
    fit.stream().limit(SHOWN_MAX).forEach(each -> rows.add(row(each)));
    if (fit.size() > SHOWN_MAX) {
      Paragraph more = new Paragraph(inputs.text("more", SHOWN_MAX, fit.size()));
      more.addClassName("bf-none");
      rows.add(more);
    }
    if (rows.getComponentCount() == 0) {
      Paragraph none =
          new Paragraph(
              all.isEmpty() ? inputs.text("empty") : getTranslation("base.nomatch.title"));
      none.addClassName("bf-none");
      rows.add(none);
    }
  }

  private Div row(ContactView contact) {
    Span name = new Span(contact.name());
    name.addClassName("bf-entry-title");
    Span number = new Span(contact.number());
    number.addClassName("bf-number");
    Div line = new Div(number, new Pill(inputs.word("label", contact.label()), Pill.Tone.QUIET));
    line.addClassName("bf-entry-line");
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    Button delete = new Button(VaadinIcon.TRASH.create(), clicked -> delete(contact));
    delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    delete.setTooltipText(getTranslation("base.delete"));
    delete.setAriaLabel(
        getTranslation("base.action.on", getTranslation("base.delete"), contact.name()));
    Div actions = new Div(new CallButton(contact.number(), contact.name()), delete);
    actions.addClassName("bf-row-actions");
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private void delete(ContactView contact) {
    try {
      contacts.delete(extension, contact.id());
      Toast.done(getTranslation("base.deleted", contact.name()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }

  private void read(byte[] file) {
    int added = contacts.read(extension, file);
    refresh();
    Toast.done(inputs.text("file.done", added));
  }

  private final class Create extends FormDialog {
    private final TextField name = field("name", inputs.line("name"));
    private final TextField number = field("number", inputs.line("number"));
    private final Select<Label> label = field("label", inputs.choice("label", Label.class));

    Create() {
      super(text("contacts.create"), text("base.save"));
      label.setValue(Label.MOBILE);
      name.setAutofocus(true);
    }

    @Override
    protected void save() {
      contacts.create(
          extension, new SaveContact(name.getValue(), number.getValue(), label.getValue()));
      refresh();
    }
  }
}
