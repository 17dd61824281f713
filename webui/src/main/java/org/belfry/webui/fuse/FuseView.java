package org.belfry.webui.fuse;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;

/** Limits for outgoing calls, and what has passed them. */
@Route(value = "fraud-fuse", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class FuseView extends Page {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  public FuseView(
      FuseAdmin fuses,
      DestinationList destinations,
      TrunkMonitor trunks,
      PeerAdmin peers,
      Myself myself) {
    super("fuse.title", "fuse.lead");
    boolean owner = myself.now().role() == Role.OWNER;
    if (!owner) {
      Paragraph owners = new Paragraph(getTranslation("fuse.owners"));
      owners.addClassName("bf-hint");
      add(owners);
    }
    BlownPanel blown = new BlownPanel(fuses);
    UsedPanel used = new UsedPanel(fuses);
    Div left = new Div(blown, new LimitsPanel(fuses, destinations, trunks, peers), used);
    left.addClassName("bf-stack");
    Div right = new Div(new FuseSettingsPanel(fuses, owner), new RatesPanel(fuses, owner));
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-columns");
    add(both);
    Live.again(
        this,
        AGAIN,
        () -> {
          blown.refresh();
          used.refresh();
        });
  }
}
