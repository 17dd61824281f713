package org.belfry.appliance.firststart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.security.Accounts;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.SettingsFile;
import org.belfry.pbx.admin.SystemMonitor;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says on standard output that everything is up and what the person at the console needs next. The
 * only writer to standard output.
 */
@Component
class Announcement {
  static final String ADMIN = "admin";

  /** A link in a log is not to open an appliance that was forgotten. */
  private static final Duration LINK_GOOD_FOR = Duration.ofHours(24);

  private final BelfryProperties properties;
  private final Bootstrap groundwork;
  private final Accounts accounts;
  private final DemoUsers demo;
  private final SystemMonitor system;

  Announcement(
      BelfryProperties properties,
      Bootstrap groundwork,
      Accounts accounts,
      DemoUsers demo,
      SystemMonitor system) {
    this.properties = properties;
    this.groundwork = groundwork;
    this.accounts = accounts;
    this.demo = demo;
    this.system = system;
  }

  @EventListener
  void on(ApplicationReadyEvent event) {
    List<String> lines = new ArrayList<>();
    administrator(lines);
    if (properties.demo()) {
      lines.addAll(demo.renewed(url()));
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

  private String url() {
    String own = properties.hasAdminPort() ? properties.adminAddress() : null;
    String host = own == null ? groundwork.addresses().main() : own;
    return "https://"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + properties.portOfAdministration()
        + "/";
  }
}
