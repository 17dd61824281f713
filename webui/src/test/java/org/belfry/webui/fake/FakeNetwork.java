package org.belfry.webui.fake;

import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NetworkCheck;

/** An appliance behind a router that keeps its ports. */
public final class FakeNetwork implements NetworkCheck {

  @Override
  public List<FindingView> look() {
    return List.of(
        finding(Level.CHECK, "address_private", "192.168.1.20"),
        finding(Level.CHECK, "advertised_missing"),
        finding(Level.CHECK, "domain_unknown", FakePbx.DOMAIN),
        finding(Level.GOOD, "sip_ports", "udp:192.168.1.20:5060, tcp:192.168.1.20:5060"),
        finding(Level.GOOD, "media_ports", "30000-39999"));
  }

  @Override
  public List<FindingView> ask(String servers) {
    if (servers.isBlank()) {
      throw new InvalidCommand("server", "must be a server, such as stun.example.com:3478");
    }
    return List.of(
        finding(Level.GOOD, "outside", "203.0.113.7"),
        finding(
            servers.contains(",") ? Level.GOOD : Level.CHECK,
            servers.contains(",") ? "nat_cone" : "nat_unknown"));
  }

  private static FindingView finding(Level level, String code, String... words) {
    return new FindingView(level, code, List.of(words), code);
  }
}
