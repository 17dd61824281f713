package org.belfry.webui.portal;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.login.PasswordPanel;
import org.belfry.webui.login.SecondFactorPanel;

/** The user's own: password, authenticator, mailbox. */
@Route(value = "portal/settings", layout = PortalLayout.class)
@RolesAllowed("USER")
public class SettingsPage extends Page {

  public SettingsPage(
      MailboxAdmin mailboxes,
      SignInAdmin signIns,
      EmergencyAdmin emergency,
      EmergencyPreview preview,
      DialPlanAdmin plan,
      Myself myself) {
    String extension = myself.extension();
    super("portal.settings.title", "portal.settings.lead");
    Div left =
        new Div(new MailboxPanel(mailboxes, extension), new GreetingsPanel(mailboxes, extension));
    Div right =
        new Div(
            new PasswordPanel(signIns, myself.principal()),
            new SecondFactorPanel(signIns, myself.principal()),
            new WorkplacePanel(emergency, preview, plan, extension));
    left.addClassName("bf-stack");
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-halves");
    add(both);
  }
}
