package org.belfry.webui.users;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CplAdmin;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.plans.PlansView;

/** What holds for calls to and from one user; at {@code users/1001}. */
@Route(value = "users", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class UserPage extends Page implements HasUrlParameter<String> {
  private final transient UserAdmin users;
  private final transient CallSettingsAdmin settings;
  private final transient CplAdmin scripts;
  private final transient ScheduleAdmin schedules;
  private final transient DestinationList list;
  private final transient SignInAdmin signIns;
  private final transient Myself myself;
  private final transient Inputs inputs = new Inputs("settings.");
  private final Div content = new Div();

  public UserPage(
      UserAdmin users,
      CallSettingsAdmin settings,
      CplAdmin scripts,
      ScheduleAdmin schedules,
      DestinationList list,
      SignInAdmin signIns,
      Myself myself) {
    this.users = users;
    this.settings = settings;
    this.scripts = scripts;
    this.schedules = schedules;
    this.list = list;
    this.signIns = signIns;
    this.myself = myself;
    super("users.title", "users.lead");
    up("users.title", UsersView.class);
    add(content);
  }

  @Override
  public void setParameter(BeforeEvent event, String extension) {
    UserView user =
        users.users().stream()
            .filter(each -> each.extension().equals(extension))
            .findFirst()
            .orElseThrow(NotFoundException::new);
    say(user.name(), inputs.text("lead", extension));
    RouterLink explain = new RouterLink(inputs.text("explain"), PlansView.class);
    explain.setQueryParameters(QueryParameters.simple(Map.of("to", extension)));
    explain.addClassName("bf-link-button");
    Button edit = new Button(getTranslation("base.edit"), VaadinIcon.EDIT.create());
    edit.addClickListener(clicked -> edit(user));
    addActions(explain, edit);
    show(user);
  }

  private void edit(UserView user) {
    new UserDialog.Change(
            users,
            user,
            changed -> getUI().ifPresent(ui -> ui.navigate(UserPage.class, changed.extension())))
        .open();
  }

  private void show(UserView user) {
    String extension = user.extension();
    Destinations destinations = new Destinations(list);
    List<String> names = schedules.schedules().stream().map(ScheduleView::name).toList();
    Div left =
        new Div(
            new RulesPanel(settings, extension, destinations, names),
            new ScriptPanel(scripts, extension));
    Div right =
        new Div(
            new ReachPanel(settings, extension),
            new FilterPanel(settings, extension),
            new WebAccessPanel(signIns, myself, user.id(), user.name()),
            new PermissionsPanel(settings, extension),
            new NumbersPanel(settings, extension));
    left.addClassName("bf-stack");
    right.addClassName("bf-stack");
    content.removeAll();
    content.addClassName("bf-halves");
    content.add(left, right);
  }
}
