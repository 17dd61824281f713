package org.belfry.webui.wizard;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.RouteAdmin;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.livecalls.StartCallDialog;
import org.belfry.webui.trunks.TrunkDialog;
import org.belfry.webui.trunks.TrunkStates;

/** The way to the telephone network, how it stands right now, and a call to try it. */
final class TrunkPanel extends Panel {
  private static final int LAST = 1000;

  private final transient TrunkAdmin trunks;
  private final transient TrunkMonitor monitor;
  private final transient RouteAdmin routes;
  private final transient Inputs inputs = new Inputs("firsttrunk.");
  private final Moments moments = Moments.of(this);
  private final Div list = new Div();
  private final Button call;

  TrunkPanel(
      TrunkAdmin trunks,
      TrunkMonitor monitor,
      RouteAdmin routes,
      CallControl control,
      DestinationList destinations,
      LiveUpdates updates) {
    this.trunks = trunks;
    this.monitor = monitor;
    this.routes = routes;
    super(text("firsttrunk.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    list.addClassName("bf-rows");
    Button add = new Button(inputs.text("add"), VaadinIcon.PLUS.create());
    add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    add.addClickListener(clicked -> new TrunkDialog(trunks, null, this::saved).open());
    call = new Button(inputs.text("call"), VaadinIcon.PHONE.create());
    call.addClickListener(
        clicked -> new StartCallDialog(control, new Destinations(destinations)).open());
    Div actions = new Div(add, call);
    actions.addClassName("bf-actions");
    add(lead, list, actions);
    Live.follow(this, updates, this::refresh);
  }

  /** Outside calls go by the first trunk until somebody arranges something else. */
  private void saved(TrunkAdmin.TrunkView trunk) {
    if (routes.routes().isEmpty()) {
      routes.create(
          new SaveRoute(
              inputs.text("route"),
              LAST,
              List.of(),
              Set.of(),
              Set.of(),
              List.of(trunk.name()),
              null));
    }
    refresh();
  }

  private void refresh() {
    List<TrunkMonitor.TrunkView> states = monitor.trunks();
    List<TrunkAdmin.TrunkView> all = trunks.trunks();
    list.removeAll();
    call.setVisible(!all.isEmpty());
    if (all.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      list.add(none);
    }
    for (TrunkAdmin.TrunkView trunk : all) {
      Span name = new Span(trunk.name());
      name.addClassName("bf-entry-title");
      Span server = new Span(trunk.server());
      server.addClassName("bf-small");
      Div entry = new Div(name, server);
      entry.addClassName("bf-entry");
      Div row =
          new Div(
              entry,
              TrunkStates.full(
                  this,
                  states.stream()
                      .filter(s -> s.name().equals(trunk.name()))
                      .findFirst()
                      .orElse(null),
                  moments));
      row.addClassName("bf-row");
      list.add(row);
    }
  }
}
