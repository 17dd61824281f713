package org.belfry.webui.mailboxes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import java.util.List;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.GreetingKind;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.SoundDrop;
import org.belfry.webui.base.SoundPlayer;
import org.belfry.webui.base.Toast;

/** What callers of a mailbox hear, as far as its user has recorded it. */
final class GreetingsPanel extends Panel {
  private static final int BYTES_MAX = 20_000_000;

  private final transient MailboxAdmin mailboxes;
  private final String extension;
  private final transient Inputs inputs = new Inputs("greetings.");
  private final Div list = new Div();
  private final Select<GreetingKind> which = inputs.choice("which", GreetingKind.class);

  GreetingsPanel(MailboxAdmin mailboxes, String extension) {
    this.mailboxes = mailboxes;
    this.extension = extension;
    super(text("greetings.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    list.addClassName("bf-rows");
    which.setValue(GreetingKind.OWN);
    Div form = new Div(which, new SoundDrop(BYTES_MAX, this::take));
    form.addClassName("bf-form");
    add(lead, list, form);
    refresh();
  }

  private void take(byte[] sound) {
    mailboxes.setGreeting(extension, which.getValue(), sound);
    Toast.done(inputs.text("taken"));
    refresh();
  }

  private void refresh() {
    List<GreetingKind> recorded = mailboxes.mailbox(extension).greetings();
    list.removeAll();
    if (recorded.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      list.add(none);
    }
    for (GreetingKind kind : recorded) {
      String words = inputs.word("which", kind);
      Span name = new Span(words);
      name.addClassName("bf-entry-title");
      Div entry = new Div(name, new SoundPlayer(words, () -> mailboxes.greeting(extension, kind)));
      entry.addClassName("bf-entry");
      Button remove = new Button(VaadinIcon.TRASH.create(), clicked -> remove(kind));
      remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
      remove.setTooltipText(inputs.text("remove"));
      remove.setAriaLabel(getTranslation("base.action.on", inputs.text("remove"), words));
      Div row = new Div(entry, remove);
      row.addClassName("bf-row");
      list.add(row);
    }
  }

  private void remove(GreetingKind kind) {
    try {
      mailboxes.removeGreeting(extension, kind);
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
