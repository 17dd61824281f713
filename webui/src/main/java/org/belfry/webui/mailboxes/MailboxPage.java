package org.belfry.webui.mailboxes;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.MailboxView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;

/** One mailbox: its messages, its greetings, how its user has it. */
@Route(value = "mailbox", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class MailboxPage extends Page implements HasUrlParameter<String> {
  private final transient MailboxAdmin mailboxes;
  private final transient LiveUpdates updates;
  private final Div content = new Div();

  public MailboxPage(MailboxAdmin mailboxes, LiveUpdates updates) {
    this.mailboxes = mailboxes;
    this.updates = updates;
    super("mailboxes.title", "mailboxes.lead");
    up("mailboxes.title", MailboxesView.class);
    content.addClassName("bf-halves");
    add(content);
  }

  @Override
  public void setParameter(BeforeEvent event, String extension) {
    MailboxView box;
    try {
      box = mailboxes.mailbox(extension);
    } catch (NotFound gone) {
      throw new NotFoundException(gone.getMessage());
    }
    say(
        getTranslation("mailboxes.of", box.name()),
        getTranslation("mailboxes.lead.one", extension));
    Div right =
        new Div(new SettingsPanel(mailboxes, box), new GreetingsPanel(mailboxes, extension));
    right.addClassName("bf-stack");
    content.removeAll();
    content.add(new MessagesPanel(mailboxes, extension, updates), right);
  }
}
