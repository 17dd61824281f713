package org.belfry.appliance.firststart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.security.Accounts;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Groundwork;
import org.belfry.appliance.system.SettingsFile;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says on standard output that everything is up and what the person at the console needs next. The
 * only writer to standard output.
 */
@Component
class Announcement {
  private static final String ADMIN = "admin";
  private static final List<CreateUser> DEMO =
      List.of(
          new CreateUser("1001", "Alice", null, null, null),
          new CreateUser("1002", "Bob", null, null, null));

  /** A link in a log is not to open an appliance that was forgotten. */
  private static final Duration LINK_GOOD_FOR = Duration.ofHours(24);

  private final BelfryProperties properties;
  private final Groundwork groundwork;
  private final Accounts accounts;
  private final UserAdmin users;
  private final SystemMonitor system;
  private final SignInAdmin signIns;

  Announcement(
      BelfryProperties properties,
      Groundwork groundwork,
      Accounts accounts,
      UserAdmin users,
      SystemMonitor system,
      SignInAdmin signIns) {
    this.properties = properties;
    this.groundwork = groundwork;
    this.accounts = accounts;
    this.users = users;
    this.system = system;
    this.signIns = signIns;
  }

  @EventListener
  void on(ApplicationReadyEvent event) {
    List<String> lines = new ArrayList<>();
    administrator(lines);
    if (properties.demo()) {
      demoUsers(lines);
    }
    SettingsFile.Refused refused = groundwork.settings().file().refused();
    if (refused != null) {
      lines.add(
          "Belfry uses earlier settings because the latest did not work: "
              + refused.reason()
              + " See System settings.");
    }
    PrintStream out = System.out;
    lines.forEach(out::println);
    out.println(
        "Belfry is ready: pages and API at "
            + url()
            + ", SIP at "
            + String.join(", ", system.system().sipAddresses())
            + ", SIP domain "
            + system.system().domain());
    out.flush();
  }

  private void administrator(List<String> lines) {
    String given = properties.adminPassword();
    if (given != null && !given.isEmpty()) {
      if (!accounts.hasPassword(ADMIN, given)) {
        accounts.setPassword(ADMIN, given);
      }
    } else if (accounts.setupNeeded() && properties.demo()) {
      String password = accounts.randomText();
      accounts.setPassword(ADMIN, password);
      lines.add("Administrator: " + ADMIN + ", password " + password + " (shown this once)");
    } else if (accounts.setupNeeded()) {
      lines.add(
          "Set Belfry up at "
              + url()
              + "setup?token="
              + accounts.newFirstSetupToken(LINK_GOOD_FOR));
      lines.add(
          "The link is good for "
              + LINK_GOOD_FOR.toHours()
              + " hours; a restart, or \"belfry reset-admin\" as root, makes a new one.");
    }
  }

  /** Demo users get a new password each start: it is printed, and nobody is to get used to it. */
  private void demoUsers(List<String> lines) {
    for (CreateUser wanted : DEMO) {
      NewUser user =
          users.users().stream()
              .filter(u -> u.extension().equals(wanted.extension()))
              .findFirst()
              .map(u -> users.resetSipPassword(u.id()))
              .orElseGet(() -> users.create(List.of(wanted)).getFirst());
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
      signIns.setPassword(ADMIN, user.user().id(), password);
      lines.add(
          "Portal of "
              + user.user().extension()
              + " with a phone in the browser: "
              + url()
              + "portal, password "
              + password);
    }
  }

  private String url() {
    String host = groundwork.addresses().main();
    return "https://"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + properties.httpsPort()
        + "/";
  }
}
