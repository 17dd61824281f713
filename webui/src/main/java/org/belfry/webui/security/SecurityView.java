package org.belfry.webui.security;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.admin.BanAdmin;
import org.belfry.pbx.admin.BanAdmin.BanView;
import org.belfry.pbx.admin.FailedLogInAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;

/** Addresses that are shut out right now, log-ins that failed, and networks that never are. */
@Route(value = "security", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class SecurityView extends Page {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final transient BanAdmin bans;
  private final Moments moments = Moments.of(this);
  private final AdaptiveGrid<BanView> grid = new AdaptiveGrid<>();
  private final Div list = new Div(grid);
  private final Empty none;
  private final FailedPanel failed;

  public SecurityView(BanAdmin bans, FailedLogInAdmin failures) {
    this.bans = bans;
    super("security.title", "security.lead");
    failed = new FailedPanel(failures, moments);
    none =
        new Empty(
            VaadinIcon.SHIELD,
            getTranslation("security.empty.title"),
            getTranslation("security.empty.sentence"));
    addActions(new Pill(getTranslation("base.live"), Pill.Tone.GOOD));
    configureGrid();
    list.addClassName("bf-list");
    Div left = new Div(none, list, failed);
    left.addClassName("bf-stack");
    Div both = new Div(left, new AllowPanel(bans));
    both.addClassName("bf-columns");
    add(both);
    refresh();
    Live.again(this, AGAIN, this::refresh);
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(new ComponentRenderer<>(SecurityView::address)))
        .setHeader(getTranslation("security.address"))
        .setWidth("10rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(BanView::reason)).setHeader(getTranslation("security.reason"));
    grid.wide(grid.addColumn(ban -> moments.minute(ban.since())))
        .setHeader(getTranslation("security.since"))
        .setWidth("7.5rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(ban -> moments.minute(ban.until())))
        .setHeader(getTranslation("security.until"))
        .setWidth("7.5rem")
        .setFlexGrow(0);
    grid.narrow(new ComponentRenderer<>(this::entry));
    grid.actions(this::actions);
  }

  private void refresh() {
    List<BanView> all = bans.bans();
    grid.show(all);
    none.setVisible(all.isEmpty());
    list.setVisible(!all.isEmpty());
    failed.refresh();
  }

  private static Span address(BanView ban) {
    Span address = new Span(ban.address());
    address.addClassName("bf-number");
    return address;
  }

  private Component entry(BanView ban) {
    Span address = address(ban);
    address.addClassName("bf-entry-title");
    Div reason = new Div(new Span(ban.reason()));
    reason.addClassName("bf-entry-line");
    Div until =
        new Div(new Span(getTranslation("security.until.line", moments.minute(ban.until()))));
    until.addClassName("bf-entry-line");
    Div entry = new Div(address, reason, until);
    entry.addClassName("bf-entry");
    return entry;
  }

  private Component actions(BanView ban) {
    Button lift = new Button(VaadinIcon.UNLOCK.create(), clicked -> askLift(ban));
    lift.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    lift.setTooltipText(getTranslation("security.lift"));
    lift.setAriaLabel(
        getTranslation("base.action.on", getTranslation("security.lift"), ban.address()));
    Div actions = new Div(lift);
    actions.addClassName("bf-row-actions");
    return actions;
  }

  private void askLift(BanView ban) {
    new Question(
            getTranslation("security.lift.title", ban.address()),
            getTranslation("security.lift.sentence"),
            getTranslation("security.lift"),
            () -> lift(ban))
        .open();
  }

  private void lift(BanView ban) {
    try {
      bans.lift(ban.address());
      Toast.done(getTranslation("security.lifted", ban.address()));
    } catch (NotFound | InvalidCommand over) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
