package org.belfry.pbx.app.trunk;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;

/** Trunks and servers for tests. */
final class Trunks {
  private static final InetSocketAddress OURS = new InetSocketAddress("10.0.0.1", 5060);

  private Trunks() {}

  static Trunk registering(String name) {
    return trunk(name, true, "4930123", "secret");
  }

  static Trunk peering(String name) {
    return trunk(name, false, null, null);
  }

  static Trunk trunk(String name, boolean registers, String username, String password) {
    return new Trunk(
        1,
        name,
        Grammar.uri("sip:itsp.example"),
        null,
        registers,
        username,
        null,
        password,
        List.of(InetAddress.ofLiteral("198.51.100.1")),
        "e164",
        "+4930123",
        0,
        true,
        false);
  }

  static Hop server(int n) {
    return server(n, Transport.UDP);
  }

  static Hop server(int n, Transport transport) {
    return new Hop(transport, OURS, new InetSocketAddress("198.51.100." + n, 5060), 0);
  }
}
