package org.belfry.webui.numbers;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;

/** How the site dials, and its feature codes. */
@Route(value = "dialling", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class DiallingView extends Page {

  public DiallingView(DialPlanAdmin plan) {
    super("dialling.title", "dialling.lead");
    Div both = new Div(new SitePanel(plan), new CodesPanel(plan));
    both.addClassName("bf-halves");
    add(both);
  }
}
