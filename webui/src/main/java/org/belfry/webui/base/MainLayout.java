package org.belfry.webui.base;

import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.ContextMenu;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import jakarta.annotation.security.RolesAllowed;
import java.util.Set;

/** The frame around every page: the navigation, and the menu of the one who is signed in. */
@RolesAllowed({"ADMIN", "SUPERVISOR"})
public class MainLayout extends AppLayout {
  private final transient Myself myself;
  private final transient Finder finder;

  public MainLayout(Myself myself, Finder finder) {
    this.myself = myself;
    this.finder = finder;
    setPrimarySection(Section.DRAWER);
    DrawerToggle toggle = new DrawerToggle();
    toggle.setAriaLabel(getTranslation("nav.toggle"));
    Div bar = new Div(toggle, new Brand());
    bar.addClassName("bf-bar");
    addToNavbar(new Landmark("banner", bar));
    Div head = new Div(new Brand());
    head.addClassName("bf-drawer-head");
    if (myself.administers()) {
      addToDrawer(
          new Landmark("banner", head),
          new Landmark("search", search()),
          new Scroller(navigation()),
          new Landmark("contentinfo", userMenu()));
      Shortcuts.addShortcutListener(this, this::openSearch, Key.KEY_K, KeyModifier.CONTROL);
    } else {
      addToDrawer(
          new Landmark("banner", head),
          new Scroller(supervision()),
          new Landmark("contentinfo", userMenu()));
    }
  }

  /** The navigation is longer than most screens: whoever comes by an address sees where that is. */
  @Override
  public void showRouterLayoutContent(HasElement content) {
    super.showRouterLayoutContent(content);
    getElement()
        .executeJs(
            "requestAnimationFrame(() => this.querySelector('vaadin-side-nav-item[current]')"
                + "?.scrollIntoView({block: 'nearest'}))");
  }

  private Button search() {
    Span keys = new Span("Ctrl K");
    keys.addClassName("bf-keys");
    Button search = new Button(getTranslation("search.title"), VaadinIcon.SEARCH.create());
    search.setSuffixComponent(keys);
    search.addClickListener(clicked -> openSearch());
    search.addClassName("bf-find");
    return search;
  }

  private void openSearch() {
    new SearchDialog(finder).open();
  }

  /** What a supervisor sees: how calls go, and how they went. */
  private Nav supervision() {
    SideNav calls = group("nav.group.calls");
    calls.addItem(
        item("nav.calls", "calls", VaadinIcon.PHONE),
        item("nav.history", "history", VaadinIcon.CLOCK),
        item("nav.reports", "reports", VaadinIcon.BAR_CHART),
        pages("wallboard.title", "wallboard", VaadinIcon.TIME_FORWARD, "queue"));
    Nav nav = new Nav(calls);
    nav.setAriaLabel(getTranslation("nav.label"));
    return nav;
  }

  private Nav navigation() {
    SideNav start = new SideNav();
    start.addItem(item("nav.dashboard", "", VaadinIcon.DASHBOARD));

    SideNav calls = group("nav.group.calls");
    calls.addItem(
        item("nav.calls", "calls", VaadinIcon.PHONE),
        item("nav.history", "history", VaadinIcon.CLOCK),
        item("nav.reports", "reports", VaadinIcon.BAR_CHART),
        item("nav.recordings", "recordings", VaadinIcon.MICROPHONE),
        pages("nav.queues", "queues", VaadinIcon.TIME_FORWARD, "queue"),
        pages("nav.conferences", "conferences", VaadinIcon.COMMENTS_O, "conference"),
        item("nav.plans", "plans", VaadinIcon.QUESTION_CIRCLE_O));

    SideNav people = group("nav.group.people");
    people.addItem(
        item("nav.users", "users", VaadinIcon.USERS),
        item("nav.groups", "groups", VaadinIcon.GROUP),
        pages("nav.mailboxes", "mailboxes", VaadinIcon.ENVELOPE_O, "mailbox"),
        pages("nav.phones", "phones", VaadinIcon.PHONE_LANDLINE, "phone", "phone-settings"),
        item("nav.registrations", "registrations", VaadinIcon.DESKTOP));

    SideNav numbers = group("nav.group.numbers");
    numbers.addItem(
        item("nav.inbound", "inbound", VaadinIcon.SIGN_IN),
        item("nav.routes", "routes", VaadinIcon.SIGN_OUT),
        item("nav.trunks", "trunks", VaadinIcon.GLOBE_WIRE),
        item("nav.peers", "peers", VaadinIcon.CONNECT),
        pages("nav.attendants", "attendants", VaadinIcon.SITEMAP, "attendant"),
        pages("nav.schedules", "schedules", VaadinIcon.CALENDAR_CLOCK, "schedule"),
        pages("nav.announcements", "announcements", VaadinIcon.MEGAPHONE, "prompts"),
        item("nav.music", "music", VaadinIcon.MUSIC),
        item("nav.emergency", "emergency", VaadinIcon.AMBULANCE),
        item("nav.dialling", "dialling", VaadinIcon.HASH));

    SideNav system = group("nav.group.system");
    system.addItem(
        item("nav.health", "health", VaadinIcon.HEART_O),
        item("nav.backups", "backups", VaadinIcon.ARCHIVE),
        item("nav.storage", "storage", VaadinIcon.HARDDRIVE_O),
        item("nav.network", "network", VaadinIcon.CONNECT_O),
        item("nav.certificates", "certificates", VaadinIcon.DIPLOMA),
        item("nav.updates", "updates", VaadinIcon.DOWNLOAD),
        item("nav.security", "security", VaadinIcon.SHIELD),
        item("nav.fuse", "fraud-fuse", VaadinIcon.BOLT),
        item("nav.audit", "audit", VaadinIcon.CLIPBOARD_TEXT),
        item("nav.log", "log", VaadinIcon.FILE_TEXT_O),
        item("nav.webhooks", "webhooks", VaadinIcon.BELL_O),
        item("nav.mail", "mail", VaadinIcon.MAILBOX),
        item("nav.settings", "settings", VaadinIcon.SLIDERS),
        item("nav.support", "support", VaadinIcon.LIFEBUOY),
        item("nav.system", "system", VaadinIcon.COG_O));

    Nav nav = new Nav(start, calls, people, numbers, system);
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
    SideNavItem item = new SideNavItem(getTranslation(textKey), path, icon);
    // A page may be about one of many: users/1001. The overview is above all of them.
    item.setMatchNested(!path.isEmpty());
    return item;
  }

  /** One of many of the list has a path of its own. */
  private SideNavItem pages(String textKey, String path, VaadinIcon symbol, String... others) {
    SideNavItem item = item(textKey, path, symbol);
    item.setPathAliases(Set.of(others));
    return item;
  }

  private Button userMenu() {
    String name = myself.now().shown();
    Button face = new AccountButton(name, name);

    ContextMenu menu = new ContextMenu(face);
    menu.setOpenOnClick(true);
    LookMenu.addTo(menu, this, myself);
    if (myself.hasPortal()) {
      menu.addItem(
          getTranslation("nav.portal"), chosen -> getUI().ifPresent(ui -> ui.navigate("portal")));
    }
    String password = myself.administers() ? "system" : "portal/settings";
    menu.addItem(
        getTranslation("nav.password"), chosen -> getUI().ifPresent(ui -> ui.navigate(password)));
    menu.addSeparator();
    menu.addItem(getTranslation("nav.signout"), chosen -> myself.signOut());
    return face;
  }
}
