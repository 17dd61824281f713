package org.belfry.webui.users;

import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.profile.SipTransport;

/** What a phone must be told, from what the appliance knows of itself. */
final class Accounts {
  private static final int SIP_PORT = 5060;

  private Accounts() {}

  static SipAccount of(NewUser user, SystemView system) {
    String address = preferred(system.sipAddresses());
    return new SipAccount(
        user.user().extension(),
        user.sipPassword(),
        user.domain(),
        user.domain(),
        port(address),
        transport(address),
        user.user().name());
  }

  /** UDP if we have it: every phone has it. */
  private static String preferred(List<String> addresses) {
    return addresses.stream()
        .filter(address -> address.startsWith("udp:"))
        .findFirst()
        .or(() -> addresses.stream().findFirst())
        .orElse("");
  }

  private static SipTransport transport(String address) {
    int colon = address.indexOf(':');
    return colon < 0
        ? SipTransport.UDP
        : SipTransport.valueOf(address.substring(0, colon).toUpperCase(Locale.ROOT));
  }

  private static int port(String address) {
    String digits = address.substring(address.lastIndexOf(':') + 1);
    return digits.isEmpty() ? SIP_PORT : Integer.parseInt(digits);
  }
}
