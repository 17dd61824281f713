package org.belfry.appliance.callcontrol;

import java.time.Instant;
import java.util.List;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAccess;
import org.belfry.pbx.admin.RelayAccess;
import org.belfry.pbx.auth.SessionCredentials;
import org.belfry.pbx.directory.User;
import org.springframework.stereotype.Component;

/** Lets phones that live in pages register. */
@Component
class BrowserPhones implements PhoneAccess {
  private final CallControl control;
  private final DirectoryStore directory;
  private final RelayAccess relay;

  BrowserPhones(CallControl control, DirectoryStore directory, RelayAccess relay) {
    this.control = control;
    this.directory = directory;
    this.relay = relay;
  }

  @Override
  public Access issue(long userId, String host) {
    User user =
        directory.current().users().values().stream()
            .filter(each -> each.id() == userId)
            .findFirst()
            .orElseThrow(() -> new NotFound("user", userId));
    SessionCredentials.Issued issued =
        control.server().sessionCredentials().issue(user.extension(), Instant.now());
    return new Access(
        user.extension(),
        user.name(),
        directory.current().domain(),
        issued.username(),
        issued.password(),
        SessionCredentials.VALIDITY.toSeconds(),
        servers(userId, host));
  }

  /** A site without a TURN server has phones all the same. */
  private List<RelayAccess.Access> servers(long userId, String host) {
    try {
      return List.of(relay.accessOf(userId, host));
    } catch (NotFound none) {
      return List.of();
    }
  }

  @Override
  public void revoke(String username) {
    control.server().sessionCredentials().revoke(username);
  }
}
