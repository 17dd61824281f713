package org.belfry.webui.support;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.belfry.pbx.admin.SshAdmin;
import org.belfry.pbx.admin.SshAdmin.SshState;
import org.belfry.pbx.admin.SupportAdmin;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;

/** What an owner sends to whoever helps, and how they come in. */
@Route(value = "support", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class SupportView extends Page {

  public SupportView(SupportAdmin support, SshAdmin ssh, Myself myself) {
    super("support.title", "support.lead");
    if (myself.now().role() != Role.OWNER) {
      Paragraph owners = new Paragraph(getTranslation("support.owners"));
      owners.addClassName("bf-hint");
      add(owners);
      return;
    }
    Div both = new Div(new BundlePanel(support));
    if (ssh.ssh().state() == SshState.ELSEWHERE) {
      Paragraph elsewhere = new Paragraph(getTranslation("ssh.elsewhere"));
      elsewhere.addClassName("bf-hint");
      both.add(elsewhere);
    } else {
      both.add(new SshPanel(ssh, Moments.of(this)));
    }
    both.addClassName("bf-halves");
    add(both);
  }
}
