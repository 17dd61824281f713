package org.belfry.webui.registrations;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.belfry.webui.users.UsersView;

/** The phones that are registered, as they come and go. */
@Route(value = "registrations", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class RegistrationsView extends Page {
  private final transient RegistrationMonitor monitor;
  private final Moments moments = Moments.of(this);
  private final AdaptiveGrid<RegistrationView> grid = new AdaptiveGrid<>();
  private final Div list = new Div(grid);
  private final Empty nobody;

  public RegistrationsView(RegistrationMonitor monitor, LiveUpdates updates) {
    this.monitor = monitor;
    super("registrations.title", "registrations.lead");
    RouterLink toUsers =
        new RouterLink(getTranslation("registrations.empty.users"), UsersView.class);
    toUsers.addClassName("bf-button");
    nobody =
        new Empty(
            VaadinIcon.DESKTOP,
            getTranslation("registrations.empty.title"),
            getTranslation("registrations.empty.sentence"),
            toUsers);
    addActions(new Pill(getTranslation("base.live"), Pill.Tone.GOOD));
    configureGrid();
    list.addClassName("bf-list");
    add(nobody, list);
    Live.follow(this, updates, this::refresh);
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(new ComponentRenderer<>(r -> new Party(r.name(), r.extension()))))
        .setHeader(getTranslation("users.name"))
        .setWidth("10rem");
    grid.wide(grid.addColumn(RegistrationsView::device))
        .setHeader(getTranslation("registrations.device"))
        .setWidth("12rem");
    grid.wide(grid.addColumn(new ComponentRenderer<>(r -> number(r.source()))))
        .setHeader(getTranslation("registrations.source"))
        .setWidth("11.5rem");
    grid.wide(grid.addColumn(r -> moments.minute(r.registeredAt())))
        .setHeader(getTranslation("registrations.since"))
        .setWidth("14rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(r -> moments.time(r.expiresAt())))
        .setHeader(getTranslation("registrations.expires"))
        .setWidth("8.5rem")
        .setFlexGrow(0);
    grid.narrow(new ComponentRenderer<>(this::entry));
    grid.actions(this::removeButton);
  }

  private void refresh() {
    List<RegistrationView> registrations = monitor.registrations();
    grid.show(registrations);
    nobody.setVisible(registrations.isEmpty());
    list.setVisible(!registrations.isEmpty());
  }

  private Component removeButton(RegistrationView registration) {
    Button remove = new Button(VaadinIcon.CLOSE_SMALL.create());
    remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    remove.setTooltipText(getTranslation("registrations.remove"));
    remove.setAriaLabel(
        getTranslation(
            "base.action.on", getTranslation("registrations.remove"), registration.name()));
    remove.addClickListener(clicked -> askRemove(registration));
    return remove;
  }

  private void askRemove(RegistrationView registration) {
    new Question(
            getTranslation("registrations.remove.title", registration.name()),
            getTranslation("registrations.remove.sentence", device(registration)),
            getTranslation("registrations.remove"),
            () -> remove(registration))
        .open();
  }

  private void remove(RegistrationView registration) {
    try {
      monitor.remove(registration.extension(), registration.contact());
      Toast.done(getTranslation("registrations.removed", registration.name()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }

  private Component entry(RegistrationView registration) {
    Span name = new Span(registration.name());
    name.addClassName("bf-entry-title");
    Div line = new Div(number(registration.extension()), new Span(device(registration)));
    line.addClassName("bf-entry-line");
    Div source = new Div(number(registration.source()));
    source.addClassName("bf-entry-line");
    Div entry = new Div(name, line, source);
    entry.addClassName("bf-entry");
    return entry;
  }

  private static String device(RegistrationView registration) {
    String agent = registration.userAgent();
    return agent == null ? registration.contact() : agent;
  }

  private static Span number(String text) {
    Span number = new Span(text);
    number.addClassName("bf-number");
    return number;
  }
}
