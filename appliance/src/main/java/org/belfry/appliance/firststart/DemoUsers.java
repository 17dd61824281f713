package org.belfry.appliance.firststart;

import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.security.Accounts;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.springframework.stereotype.Component;

/** Two users for trying Belfry out, with phones in the browser and mailboxes. */
@Component
class DemoUsers {
  private static final List<CreateUser> USERS =
      List.of(
          new CreateUser("1001", "Alice", null, null, null),
          new CreateUser("1002", "Bob", null, null, null));
  private static final ChangeCallSettings WITH_MAILBOX =
      new ChangeCallSettings(
          null, null, null, null, null, null, null, null, null, null, null, null, null, true);

  private final UserAdmin users;
  private final CallSettingsAdmin calls;
  private final Accounts accounts;
  private final SignInAdmin signIns;

  DemoUsers(UserAdmin users, CallSettingsAdmin calls, Accounts accounts, SignInAdmin signIns) {
    this.users = users;
    this.calls = calls;
    this.accounts = accounts;
    this.signIns = signIns;
  }

  /**
   * Gives them new passwords, as these are printed at each start and nobody is to get used to them.
   *
   * @param url of the pages
   * @return lines for the person at the console
   */
  List<String> renewed(String url) {
    List<String> lines = new ArrayList<>();
    for (CreateUser wanted : USERS) {
      NewUser user =
          users.users().stream()
              .filter(u -> u.extension().equals(wanted.extension()))
              .findFirst()
              .map(u -> users.resetSipPassword(u.id()))
              .orElseGet(() -> create(wanted));
      lines.add(
          "Demo user "
              + user.user().extension()
              + " ("
              + user.user().name()
              + "): SIP password "
              + user.sipPassword()
              + ", domain "
              + user.domain());
      String password = accounts.randomText();
      signIns.setPassword(Announcement.ADMIN, user.user().id(), password);
      lines.add(
          "Portal of "
              + user.user().extension()
              + " with a phone in the browser: "
              + url
              + "portal, password "
              + password);
    }
    return lines;
  }

  private NewUser create(CreateUser wanted) {
    NewUser user = users.create(List.of(wanted)).getFirst();
    calls.change(wanted.extension(), WITH_MAILBOX);
    return user;
  }
}
