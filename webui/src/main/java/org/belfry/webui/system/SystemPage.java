package org.belfry.webui.system;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.login.PasswordPanel;
import org.belfry.webui.login.SecondFactorPanel;

/** The appliance itself, the API tokens, and the reader's own password. */
@Route(value = "system", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class SystemPage extends Page {

  public SystemPage(
      SystemMonitor monitor, AccountAdmin accounts, SignInAdmin signIns, Myself myself) {
    super("system.title", "system.lead");
    Moments moments = Moments.of(this);
    SystemView system = monitor.system();
    Div left = new Div(appliance(system, moments));
    if (system.databaseUp()) {
      left.add(new TokensPanel(accounts, moments));
    }
    left.addClassName("bf-stack");
    Div right =
        new Div(
            new PasswordPanel(signIns, myself.principal()),
            new SecondFactorPanel(signIns, myself.principal()));
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-columns");
    add(both);
  }

  private Panel appliance(SystemView system, Moments moments) {
    return new Panel(
        getTranslation("system.appliance"),
        new Facts()
            .fact(getTranslation("system.version"), system.version())
            .fact(getTranslation("system.started"), moments.full(system.startedAt()))
            .fact(getTranslation("system.domain"), system.domain())
            .fact(getTranslation("system.addresses"), lines(system.sipAddresses()))
            .fact(getTranslation("system.database"), database(system)));
  }

  private Component database(SystemView system) {
    Pill state =
        system.databaseUp()
            ? new Pill(getTranslation("system.database.up"), Pill.Tone.GOOD)
            : new Pill(getTranslation("system.database.down"), Pill.Tone.BAD);
    Div line = new Div(state, new Span(getTranslation("system.pending", system.pendingWrites())));
    line.addClassName("bf-entry-line");
    return line;
  }

  private static Component lines(List<String> addresses) {
    Div lines = new Div();
    for (String address : addresses) {
      Div line = new Div(address);
      line.addClassName("bf-number");
      lines.add(line);
    }
    return lines;
  }
}
