package org.belfry.webui.base;

import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.ContextMenu;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.spring.security.AuthenticationContext;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;

/** The frame around every page: the navigation, and the menu of the one who is signed in. */
@RolesAllowed("ADMIN")
public class MainLayout extends AppLayout {
  private final transient AuthenticationContext authentication;

  public MainLayout(AuthenticationContext authentication) {
    this.authentication = authentication;
    setPrimarySection(Section.DRAWER);
    DrawerToggle toggle = new DrawerToggle();
    toggle.setAriaLabel(getTranslation("nav.toggle"));
    Div bar = new Div(toggle, new Brand());
    bar.addClassName("bf-bar");
    addToNavbar(bar);
    Div head = new Div(new Brand());
    head.addClassName("bf-drawer-head");
    addToDrawer(head, new Scroller(navigation()), userMenu());
  }

  private Nav navigation() {
    SideNav start = new SideNav();
    start.addItem(
        item("nav.dashboard", "", VaadinIcon.DASHBOARD),
        item("nav.users", "users", VaadinIcon.USERS));

    SideNav now = group("nav.group.telephony");
    now.addItem(
        item("nav.calls", "calls", VaadinIcon.PHONE),
        item("nav.registrations", "registrations", VaadinIcon.DESKTOP),
        item("nav.history", "history", VaadinIcon.CLOCK));

    SideNav appliance = group("nav.group.appliance");
    appliance.addItem(
        item("nav.peers", "peers", VaadinIcon.CONNECT),
        item("nav.system", "system", VaadinIcon.COG_O));

    Nav nav = new Nav(start, now, appliance);
    nav.setAriaLabel(getTranslation("nav.label"));
    return nav;
  }

  private SideNav group(String textKey) {
    SideNav group = new SideNav(getTranslation(textKey));
    group.addClassName("bf-nav-group");
    return group;
  }

  private SideNavItem item(String textKey, String path, VaadinIcon symbol) {
    Icon icon = symbol.create();
    icon.getElement().setAttribute("aria-hidden", "true");
    return new SideNavItem(getTranslation(textKey), path, icon);
  }

  private Button userMenu() {
    String name = authentication.getPrincipalName().orElse("");
    Avatar avatar = new Avatar(name);
    avatar.getElement().setAttribute("aria-hidden", "true");
    Button face = new Button(name, avatar);
    face.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    face.addClassName("bf-user");
    face.setAriaLabel(getTranslation("nav.account", name));

    ContextMenu menu = new ContextMenu(face);
    menu.setOpenOnClick(true);
    SubMenu appearance = menu.addItem(getTranslation("base.appearance")).getSubMenu();
    for (Appearance choice : Appearance.values()) {
      appearance.addItem(
          getTranslation(choice.textKey()), chosen -> getUI().ifPresent(choice::putOn));
    }
    SubMenu language = menu.addItem(getTranslation("base.language")).getSubMenu();
    for (Locale choice : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      language.addItem(
          choice.getDisplayLanguage(choice),
          chosen -> getUI().ifPresent(ui -> Language.choose(choice, ui)));
    }
    menu.addItem(
        getTranslation("nav.password"), chosen -> getUI().ifPresent(ui -> ui.navigate("system")));
    menu.addSeparator();
    menu.addItem(getTranslation("nav.signout"), chosen -> authentication.logout());
    return face;
  }
}
