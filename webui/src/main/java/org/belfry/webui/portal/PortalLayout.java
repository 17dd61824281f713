package org.belfry.webui.portal;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.ContextMenu;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.NotFoundException;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.EmergencyNotices;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.MessageFolder;
import org.belfry.pbx.admin.PersonalCalls;
import org.belfry.pbx.admin.PhoneAccess;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingOnDemand;
import org.belfry.pbx.admin.SignInAdmin.SignedIn;
import org.belfry.webui.base.AccountButton;
import org.belfry.webui.base.Brand;
import org.belfry.webui.base.Landmark;
import org.belfry.webui.base.LookMenu;
import org.belfry.webui.base.Myself;
import org.belfry.webui.softphone.Colleagues;
import org.belfry.webui.softphone.Softphone;

/** The frame around the pages of a user, with the phone that stays while pages change. */
@RolesAllowed("USER")
public class PortalLayout extends AppLayout {
  private final transient Myself myself;

  public PortalLayout(
      Myself myself,
      PhoneAccess phones,
      CallControl control,
      RecordingAdmin recordings,
      RecordingOnDemand recorded,
      Colleagues colleagues,
      PersonalCalls calls,
      MailboxAdmin mailboxes,
      QueueMonitor queues,
      LiveUpdates updates,
      EmergencyNotices notices) {
    this.myself = myself;
    SignedIn who = myself.now();
    Long userId = who.userId();
    String extension = who.extension();
    if (userId == null || extension == null) {
      throw new NotFoundException();
    }
    setPrimarySection(Section.DRAWER);
    DrawerToggle toggle = new DrawerToggle();
    toggle.setAriaLabel(getTranslation("nav.toggle"));
    Div bar = new Div(toggle, new Brand());
    bar.addClassName("bf-bar");
    addToNavbar(new Landmark("banner", bar));
    Div head = new Div(new Brand());
    head.addClassName("bf-drawer-head");
    addToDrawer(
        new Landmark("banner", head),
        new Scroller(
            navigation(
                recordings.mayHear(extension),
                MyQueuesPage.hasAny(queues, extension),
                new UnseenCount(
                    "portal.nav.calls.missed",
                    listener -> calls.onChange(extension, listener),
                    () -> calls.calls(extension, true, 0, 1).total()),
                new UnseenCount(
                    "portal.nav.voicemail.unheard",
                    updates,
                    () -> mailboxes.messages(extension, MessageFolder.NEW, 0, 1).total()))),
        new Landmark("contentinfo", userMenu(who)));
    // Beside the frame and not in it: a call goes on also while its reader is at the
    // administration.
    UI ui = UI.getCurrentOrThrow();
    if (Softphone.on(ui).isEmpty()) {
      ui.add(
          new Softphone(
              phones, control, colleagues, updates, notices, recorded, userId, extension));
    }
  }

  /** Calls by the phone of the page that the reader is on. */
  static void call(UI ui, String number) {
    Softphone.on(ui).ifPresent(phone -> phone.call(number));
  }

  private Nav navigation(
      boolean hearsRecordings, boolean answersQueues, UnseenCount missed, UnseenCount unheard) {
    SideNav mine = new SideNav();
    SideNavItem calls = item("portal.nav.calls", "portal", VaadinIcon.PHONE, false);
    calls.setSuffixComponent(missed);
    SideNavItem voicemail =
        item("portal.nav.voicemail", "portal/voicemail", VaadinIcon.RECORDS, true);
    voicemail.setSuffixComponent(unheard);
    mine.addItem(calls, voicemail);
    if (answersQueues) {
      mine.addItem(item("portal.nav.queues", "portal/queues", VaadinIcon.TIME_FORWARD, true));
    }
    if (hearsRecordings) {
      mine.addItem(item("portal.nav.recordings", "portal/recordings", VaadinIcon.MICROPHONE, true));
    }
    mine.addItem(
        item("portal.nav.contacts", "portal/contacts", VaadinIcon.USERS, true),
        item("portal.nav.rooms", "portal/rooms", VaadinIcon.COMMENTS_O, true),
        item("portal.nav.rules", "portal/rules", VaadinIcon.ROAD_BRANCHES, true),
        item("portal.nav.devices", "portal/devices", VaadinIcon.DESKTOP, true),
        item("portal.nav.settings", "portal/settings", VaadinIcon.COG_O, true));
    Nav nav = new Nav(mine);
    if (myself.supervises()) {
      SideNav all = new SideNav(getTranslation("portal.nav.all"));
      all.addClassName("bf-nav-group");
      all.addItem(
          myself.administers()
              ? item("portal.nav.admin", "", VaadinIcon.DASHBOARD, false)
              : item("nav.calls", "calls", VaadinIcon.DASHBOARD, false));
      nav.add(all);
    }
    nav.setAriaLabel(getTranslation("nav.label"));
    return nav;
  }

  private SideNavItem item(String textKey, String path, VaadinIcon symbol, boolean nested) {
    Icon icon = symbol.create();
    icon.getElement().setAttribute("aria-hidden", "true");
    SideNavItem item = new SideNavItem(getTranslation(textKey), path, icon);
    item.setMatchNested(nested);
    return item;
  }

  private Button userMenu(SignedIn who) {
    Button face =
        new AccountButton(who.shown(), getTranslation("portal.who", who.shown(), who.extension()));
    ContextMenu menu = new ContextMenu(face);
    menu.setOpenOnClick(true);
    LookMenu.addTo(menu, this, myself);
    menu.addSeparator();
    menu.addItem(getTranslation("nav.signout"), chosen -> myself.signOut());
    return face;
  }
}
