package org.belfry.webui.settings;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.OptionalParameter;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.SettingsAdmin.SettingView;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.jspecify.annotations.Nullable;

/** Ports, networks, limits and retention of the appliance, and the restart that applies them. */
@Route(value = "settings", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class SettingsView extends Page implements HasUrlParameter<String> {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final TextField search = new TextField();
  private final List<GroupPanel> groups = new ArrayList<>();
  private final Empty none;

  public SettingsView(SettingsAdmin settings, Myself myself) {
    super("appliance.title", "appliance.lead");
    RestartBar bar = new RestartBar(settings, this::showAgain);
    search.setPlaceholder(getTranslation("appliance.search"));
    search.setAriaLabel(getTranslation("appliance.search"));
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addClassName("bf-search");
    search.addValueChangeListener(changed -> filter());
    none =
        new Empty(
            VaadinIcon.SEARCH,
            getTranslation("appliance.none.title"),
            getTranslation("appliance.none.sentence"));
    none.setVisible(false);
    Div stack = new Div();
    stack.addClassName("bf-stack");
    boolean owner = myself.now().role() == Role.OWNER;
    byGroup(settings.settings().settings())
        .values()
        .forEach(its -> groups.add(new GroupPanel(settings, owner, its, bar::refresh)));
    groups.forEach(stack::add);
    add(bar, search, none, stack);
    Live.again(this, AGAIN, bar::refresh);
  }

  /** One setting has an address of its own: {@code settings/belfry.sip-port}. */
  @Override
  public void setParameter(BeforeEvent event, @OptionalParameter @Nullable String name) {
    if (name != null) {
      search.setValue(name);
    }
  }

  private static Map<String, List<SettingView>> byGroup(List<SettingView> settings) {
    Map<String, List<SettingView>> groups = new LinkedHashMap<>();
    settings.forEach(
        each -> groups.computeIfAbsent(each.group(), group -> new ArrayList<>()).add(each));
    return groups;
  }

  private void showAgain() {
    groups.forEach(GroupPanel::showAgain);
  }

  private void filter() {
    String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
    boolean any = false;
    for (GroupPanel group : groups) {
      any |= group.filter(wanted);
    }
    none.setVisible(!any);
  }
}
