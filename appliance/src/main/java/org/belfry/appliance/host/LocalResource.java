package org.belfry.appliance.host;

import java.time.Duration;
import java.util.List;
import org.belfry.appliance.security.Accounts;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What only the commands of this machine may ask ({@link
 * org.belfry.appliance.security.LocalAccess}): no administrator's token gets here, who would be an
 * owner by it.
 */
@RestController
@RequestMapping("/api/v1/local")
class LocalResource {
  private static final Duration LINK_GOOD_FOR = Duration.ofHours(1);

  private final Accounts accounts;
  private final SystemMonitor system;

  LocalResource(Accounts accounts, SystemMonitor system) {
    this.accounts = accounts;
    this.system = system;
  }

  /**
   * @param setupNeeded true while there is no administrator
   */
  record Local(String version, String domain, List<String> sipAddresses, boolean setupNeeded) {}

  /**
   * @param path of the page at any address of this machine; secret
   */
  record SetupLink(String path) {
    /** It stays out of logs. */
    @Override
    public String toString() {
      return "SetupLink[]";
    }
  }

  @GetMapping
  Local local() {
    SystemView now = system.system();
    return new Local(now.version(), now.domain(), now.sipAddresses(), accounts.setupNeeded());
  }

  /** A link by which an administrator is made or gets a new password; older ones are void. */
  @PostMapping("/setup-link")
  SetupLink setupLink() {
    return new SetupLink("/setup?token=" + accounts.newSetupToken(LINK_GOOD_FOR));
  }
}
