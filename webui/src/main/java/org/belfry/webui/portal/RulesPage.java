package org.belfry.webui.portal;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CplAdmin;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.users.FilterPanel;
import org.belfry.webui.users.ReachPanel;
import org.belfry.webui.users.RulesPanel;
import org.belfry.webui.users.ScriptPanel;

/** Where calls to the user go: the same rules that administrators see, for oneself. */
@Route(value = "portal/rules", layout = PortalLayout.class)
@RolesAllowed("USER")
public class RulesPage extends Page {

  public RulesPage(
      CallSettingsAdmin settings,
      CplAdmin scripts,
      ScheduleAdmin schedules,
      DestinationList list,
      Myself myself) {
    String extension = myself.extension();
    super("portal.rules.title", "portal.rules.lead");
    List<String> names = schedules.schedules().stream().map(ScheduleView::name).toList();
    Div left =
        new Div(
            new RulesPanel(settings, extension, new Destinations(list), names),
            new ScriptPanel(scripts, extension));
    Div right = new Div(new ReachPanel(settings, extension), new FilterPanel(settings, extension));
    left.addClassName("bf-stack");
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-halves");
    add(both);
  }
}
