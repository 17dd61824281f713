package org.belfry.webui.mailboxes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.Attach;
import org.belfry.pbx.admin.MailboxAdmin.ChangeMailbox;
import org.belfry.pbx.admin.MailboxAdmin.MailboxView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Toast;

/** How a user has the mailbox. */
final class SettingsPanel extends FormPanel {
  private final transient MailboxAdmin mailboxes;
  private final String extension;
  private final transient Inputs inputs = new Inputs("mailbox.");
  private final Checkbox mail = inputs.check("mail");
  private final Select<Attach> attach = inputs.choice("attach", Attach.class);
  private final Checkbox delete = inputs.check("delete");
  private final TextField language = inputs.line("language");
  private final PasswordField pin = inputs.password("pin");

  SettingsPanel(MailboxAdmin mailboxes, MailboxView box) {
    this.mailboxes = mailboxes;
    this.extension = box.extension();
    super("mailbox.");
    if (box.lockedUntil() != null) {
      Paragraph locked =
          new Paragraph(inputs.text("locked", Moments.of(this).minute(box.lockedUntil())));
      locked.addClassName("bf-hint");
      form().add(locked);
    }
    if (box.email() == null) {
      Paragraph none = new Paragraph(inputs.text("noaddress"));
      none.addClassName("bf-hint");
      form().add(none);
    }
    form().field("mail", mail).setValue(box.mail());
    form().field("attach", attach).setValue(box.attach());
    form().field("deleteAfterMail", delete).setValue(box.deleteAfterMail());
    form().field("language", language).setValue(box.language());
    form().field("pin", pin);
    pin.setPlaceholder(inputs.text(box.hasPin() ? "pin.kept" : "pin.none"));
    if (box.hasPin()) {
      form().add(new Button(inputs.text("pin.remove"), clicked -> removePin()));
    }
  }

  private void removePin() {
    if (form()
        .submit(() -> mailboxes.change(extension, new ChangeMailbox(null, null, null, null, "")))) {
      pin.setPlaceholder(inputs.text("pin.none"));
      Toast.done(text("base.saved"));
    }
  }

  @Override
  protected void save() {
    MailboxView now =
        mailboxes.change(
            extension,
            new ChangeMailbox(
                mail.getValue(),
                attach.getValue(),
                delete.getValue(),
                language.getValue().strip(),
                Inputs.orNull(pin.getValue())));
    pin.clear();
    pin.setPlaceholder(inputs.text(now.hasPin() ? "pin.kept" : "pin.none"));
  }
}
