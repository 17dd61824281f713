package org.belfry.webui.fuse;

import static org.belfry.webui.fuse.FuseTexts.INPUTS;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import java.math.BigDecimal;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.FuseAdmin.LimitView;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Panel;

/** What users, trunks and the site may use; each line opens its form. */
final class LimitsPanel extends Panel {
  private final transient FuseAdmin fuses;
  private final transient DestinationList destinations;
  private final transient TrunkMonitor trunks;
  private final transient PeerAdmin peers;
  private final AdaptiveGrid<LimitView> grid = new AdaptiveGrid<>();

  LimitsPanel(FuseAdmin fuses, DestinationList destinations, TrunkMonitor trunks, PeerAdmin peers) {
    this.fuses = fuses;
    this.destinations = destinations;
    this.trunks = trunks;
    this.peers = peers;
    super(text("fuse.limits.title"));
    Paragraph lead = new Paragraph(INPUTS.text("limits.lead"));
    lead.addClassName("bf-small");
    configureGrid();
    Button add = new Button(INPUTS.text("limits.create"), VaadinIcon.PLUS.create());
    add.addThemeVariants(ButtonVariant.LUMO_SMALL);
    add.addClickListener(
        clicked -> new LimitDialog(fuses, destinations, trunks, peers, null, this::refresh).open());
    add(lead, grid, add);
    refresh();
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(new ComponentRenderer<>(LimitsPanel::title)))
        .setHeader(INPUTS.text("whose"))
        .setFlexGrow(1)
        .setWidth("11rem");
    column("at.once", each -> count(each.atOnce()));
    column("calls", each -> pair(each.callsPerHour(), each.callsPerDay()));
    column("minutes", each -> pair(each.minutesPerHour(), each.minutesPerDay()));
    column("cost", each -> cost(each.costPerDay()));
    grid.narrow(new ComponentRenderer<>(LimitsPanel::entry));
    grid.actions(this::actions);
  }

  private void column(String key, com.vaadin.flow.function.ValueProvider<LimitView, String> value) {
    grid.wide(grid.addColumn(value))
        .setHeader(INPUTS.text("column." + key))
        .setWidth("6rem")
        .setFlexGrow(0);
  }

  private static Component title(LimitView limit) {
    Span name = new Span(FuseTexts.owner(limit.scope(), limit.name()));
    name.addClassName("bf-entry-title");
    Div kind = new Div(new Span(FuseTexts.kind(limit.kind())));
    kind.addClassName("bf-entry-line");
    Div title = new Div(name, kind);
    title.addClassName("bf-entry");
    return title;
  }

  private static Component entry(LimitView limit) {
    Div line =
        new Div(
            new Span(
                INPUTS.text(
                    "limits.line",
                    count(limit.atOnce()),
                    pair(limit.callsPerHour(), limit.callsPerDay()),
                    pair(limit.minutesPerHour(), limit.minutesPerDay()),
                    cost(limit.costPerDay()))));
    line.addClassName("bf-entry-line");
    Div entry = new Div(title(limit), line);
    entry.addClassName("bf-entry");
    return entry;
  }

  private static String count(int limit) {
    return limit == 0 ? "–" : Integer.toString(limit);
  }

  private static String pair(int hour, int day) {
    return count(hour) + " / " + count(day);
  }

  private static String cost(BigDecimal cost) {
    return cost.signum() == 0 ? "–" : FuseTexts.number(cost);
  }

  private Component actions(LimitView limit) {
    String name =
        FuseTexts.owner(limit.scope(), limit.name()) + " · " + FuseTexts.kind(limit.kind());
    Div actions =
        new Div(
            action(
                VaadinIcon.PENCIL,
                getTranslation("base.edit"),
                name,
                () ->
                    new LimitDialog(fuses, destinations, trunks, peers, limit, this::refresh)
                        .open()));
    if (!limit.name().isEmpty()) {
      actions.add(
          action(
              VaadinIcon.TRASH,
              getTranslation("base.delete"),
              name,
              () -> {
                LimitDialog.replace(fuses, limit, null);
                refresh();
              }));
    }
    actions.addClassName("bf-row-actions");
    return actions;
  }

  private Button action(VaadinIcon icon, String words, String name, Runnable does) {
    Button button = new Button(icon.create(), clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(words);
    button.setAriaLabel(getTranslation("base.action.on", words, name));
    return button;
  }

  private void refresh() {
    grid.show(fuses.settings().limits());
  }
}
