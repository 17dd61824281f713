package org.belfry.webui.portal;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.Attach;
import org.belfry.pbx.admin.MailboxAdmin.ChangeMailbox;
import org.belfry.pbx.admin.MailboxAdmin.MailboxView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** The user's mailbox: PIN, and what is mailed of a message. */
final class MailboxPanel extends FormPanel {
  private final transient MailboxAdmin mailboxes;
  private final String extension;
  private final PasswordField pin;
  private final Checkbox mail;
  private final Select<Attach> attach;
  private final Checkbox deleteAfterMail;

  MailboxPanel(MailboxAdmin mailboxes, String extension) {
    this.mailboxes = mailboxes;
    this.extension = extension;
    super("ownmailbox.");
    Inputs inputs = new Inputs("ownmailbox.");
    MailboxView now = mailboxes.mailbox(extension);
    pin = form().field("pin", inputs.password("pin"));
    pin.setPlaceholder(inputs.text(now.hasPin() ? "pin.set" : "pin.none"));
    mail = form().field("mail", inputs.check("mail"));
    attach = form().field("attach", inputs.choice("attach", Attach.class));
    deleteAfterMail = form().field("deleteAfterMail", inputs.check("deleteaftermail"));
    mail.setValue(now.mail());
    attach.setValue(now.attach());
    deleteAfterMail.setValue(now.deleteAfterMail());
  }

  @Override
  protected void save() {
    mailboxes.change(
        extension,
        new ChangeMailbox(
            mail.getValue(),
            attach.getValue(),
            deleteAfterMail.getValue(),
            null,
            pin.isEmpty() ? null : pin.getValue()));
    pin.clear();
  }
}
