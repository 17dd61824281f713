package org.belfry.webui.base;

import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.spring.security.AuthenticationContext;
import jakarta.annotation.security.RolesAllowed;
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
        item("nav.dashboard", "", VaadinIcon.DASHBOARD), item("nav.users", "users", VaadinIcon.USERS));

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

  private MenuBar userMenu() {
    String name = authentication.getPrincipalName().orElse("");
    MenuBar menu = new MenuBar();
    menu.addClassName("bf-user");
    menu.addThemeVariants(MenuBarVariant.LUMO_TERTIARY_INLINE);
    Avatar avatar = new Avatar(name);
    avatar.getElement().setAttribute("aria-hidden", "true");
    Span label = new Span(name);
    Div face = new Div(avatar, label, VaadinIcon.CHEVRON_UP_SMALL.create());
    face.addClassName("bf-user-face");
    SubMenu entries = menu.addItem(face, getTranslation("nav.account")).getSubMenu();

    SubMenu appearance = entries.addItem(getTranslation("base.appearance")).getSubMenu();
    for (Appearance choice : Appearance.values()) {
      appearance.addItem(
          getTranslation(choice.textKey()), chosen -> getUI().ifPresent(choice::putOn));
    }
    SubMenu language = entries.addItem(getTranslation("base.language")).getSubMenu();
    for (Locale choice : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
      language.addItem(
          choice.getDisplayLanguage(choice),
          chosen -> getUI().ifPresent(ui -> Language.choose(choice, ui)));
    }
    entries.addItem(
        getTranslation("nav.password"), chosen -> getUI().ifPresent(ui -> ui.navigate("system")));
    entries.addSeparator();
    entries.addItem(getTranslation("nav.signout"), chosen -> authentication.logout());
    return menu;
  }
}
