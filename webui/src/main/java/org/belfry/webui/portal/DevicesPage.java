package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.belfry.webui.phones.KeysDialog;
import org.belfry.webui.users.CredentialsDialog;

/** The user's phones that are registered now, and how one more is added. */
@Route(value = "portal/devices", layout = PortalLayout.class)
@RolesAllowed("USER")
public class DevicesPage extends Page {
  private final transient RegistrationMonitor registrations;
  private final transient UserAdmin users;
  private final transient SystemMonitor system;
  private final transient Myself myself;
  private final String extension;
  private final Moments moments = Moments.of(this);
  private final Div rows = new Div();
  private final transient PhoneAdmin phones;
  private final Div desks = new Div();
  private final Panel configured = new Panel(getTranslation("portal.devices.desks"), desks);

  public DevicesPage(
      RegistrationMonitor registrations,
      UserAdmin users,
      SystemMonitor system,
      PhoneAdmin phones,
      Myself myself,
      LiveUpdates updates) {
    this.registrations = registrations;
    this.users = users;
    this.system = system;
    this.phones = phones;
    this.myself = myself;
    this.extension = myself.extension();
    super("portal.devices.title", "portal.devices.lead");
    Button add = new Button(getTranslation("portal.devices.add"), VaadinIcon.PLUS.create());
    add.addClickListener(clicked -> askNewPassword());
    addActions(add);
    rows.addClassName("bf-rows");
    Paragraph lead = new Paragraph(getTranslation("portal.devices.registered.lead"));
    lead.addClassName("bf-small");
    add(new Panel(getTranslation("portal.devices.registered"), lead, rows));
    desks.addClassName("bf-rows");
    add(configured);
    Live.follow(this, updates, this::refresh);
  }

  private void refresh() {
    List<RegistrationView> mine =
        registrations.registrations().stream()
            .filter(each -> each.extension().equals(extension))
            .toList();
    rows.removeAll();
    if (mine.isEmpty()) {
      rows.add(
          new Empty(
              VaadinIcon.DESKTOP,
              getTranslation("portal.devices.empty"),
              getTranslation("portal.devices.empty.sentence")));
    }
    mine.forEach(each -> rows.add(row(each)));
    showDesks();
  }

  /** Phones that are configured here and have this user's line as their main one. */
  private void showDesks() {
    List<PhoneView> mine = phones.phones().stream().filter(this::isMine).toList();
    configured.setVisible(!mine.isEmpty());
    desks.removeAll();
    mine.forEach(phone -> desks.add(desk(phone)));
  }

  private boolean isMine(PhoneView phone) {
    return !phone.users().isEmpty() && phone.users().getFirst().equals(extension);
  }

  private Div desk(PhoneView phone) {
    Span name = new Span(phone.name() == null ? phone.model() : phone.name());
    name.addClassName("bf-entry-title");
    Div row = new Div(name);
    if (!phones.keys(phone.id()).isEmpty()) {
      Button keys = new Button(getTranslation("portal.devices.keys"), VaadinIcon.EDIT.create());
      keys.setAriaLabel(getTranslation("base.action.on", keys.getText(), name.getText()));
      keys.addClickListener(clicked ->
          new KeysDialog(
                  phones,
                  phone,
                  this::isMine,
                  saved -> {
                    showDesks();
                    Toast.done(getTranslation("portal.devices.keys.saved"));
                  })
              .open());
      row.add(keys);
    }
    row.addClassName("bf-row");
    return row;
  }

  private Div row(RegistrationView device) {
    String agent = device.userAgent();
    boolean page = agent != null && agent.startsWith("JsSIP") && agent.endsWith("Belfry");
    Span name =
        new Span(
            page
                ? getTranslation("portal.devices.browser")
                : agent == null ? getTranslation("portal.devices.unnamed") : agent);
    name.addClassName("bf-entry-title");
    Span where =
        new Span(
            getTranslation(
                "portal.devices.since", moments.minute(device.registeredAt()), device.source()));
    where.addClassName("bf-small");
    Div entry = new Div(name, where);
    entry.addClassName("bf-entry");
    Div row = new Div(entry);
    row.addClassName("bf-row");
    return row;
  }

  private void askNewPassword() {
    new Question(
            getTranslation("portal.devices.add.title"),
            getTranslation("portal.devices.add.sentence"),
            getTranslation("portal.devices.add.yes"),
            this::showCredentials)
        .open();
  }

  private void showCredentials() {
    Long id = myself.now().userId();
    try {
      if (id != null) {
        new CredentialsDialog(users.resetSipPassword(id), system.system()).open();
      }
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
  }
}
