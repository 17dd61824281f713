package org.belfry.webui.numbers;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkAdmin.TrunkView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;

/** How the site dials, and its feature codes. */
@Route(value = "dialling", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class DiallingView extends Page {

  public DiallingView(DialPlanAdmin plan, TrunkAdmin trunks, DestinationList destinations) {
    super("dialling.title", "dialling.lead");
    List<String> names = trunks.trunks().stream().map(TrunkView::name).toList();
    Div both =
        new Div(new SitePanel(plan, names, new Destinations(destinations)), new CodesPanel(plan));
    both.addClassName("bf-halves");
    add(both);
  }
}
