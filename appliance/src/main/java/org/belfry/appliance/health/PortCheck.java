package org.belfry.appliance.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.ExtraPorts;
import org.belfry.pbx.admin.HealthMonitor.CheckView;

/**
 * Whether our ports are ours and let us in. A firewall further out cannot be seen from here; that
 * is what the network step of the wizard asks others for.
 */
final class PortCheck {
  private static final Pattern LISTENING = Pattern.compile("(tcp|tls|wss?):(.*):([0-9]+)");
  private static final int WAIT_MS = 2000;

  private PortCheck() {}

  /**
   * @param sip where SIP is heard, as {@code tcp:192.0.2.1:5060}
   * @param web the address of the pages
   */
  static List<CheckView> look(
      BelfryProperties settings, ExtraPorts extra, List<String> sip, InetAddress web) {
    Map<String, InetSocketAddress> ports = new LinkedHashMap<>();
    for (String each : sip) {
      Matcher port = LISTENING.matcher(each);
      if (port.matches()) {
        ports.put("SIP " + each, address(port.group(2), Integer.parseInt(port.group(3))));
      }
    }
    if (settings.httpsPort() > 0) {
      ports.put("HTTPS", new InetSocketAddress(web, settings.httpsPort()));
    }
    if (settings.hasAdminPort()) {
      String own = settings.adminAddress();
      ports.put(
          "administration",
          new InetSocketAddress(
              own == null ? web : InetAddress.ofLiteral(own), settings.portOfAdministration()));
    }
    List<CheckView> found = new ArrayList<>();
    ports.forEach((name, address) -> {
      if (!opens(address)) {
        found.add(
            Finding.bad(
                "ports",
                "port_blocked",
                "nobody gets through to port " + address.getPort() + " (" + name + ")",
                "look at the firewall of this machine, and at the log of Belfry",
                name,
                Integer.toString(address.getPort())));
      }
    });
    taken(found, "SIP over TLS", settings.sipTlsPort() == null, extra.tls(), 5061);
    taken(found, "SIP over WebSocket", settings.sipWsPort() == null, extra.ws(), 8088);
    taken(found, "secure WebSocket", settings.sipWssPort() == null, extra.wss(), 8089);
    if (found.isEmpty()) {
      found.add(Finding.ok("ports", "ports_ok", "our ports are ours and open on this machine"));
    }
    return found;
  }

  private static void taken(
      List<CheckView> found, String what, boolean usual, int port, int wanted) {
    if (usual && port == ExtraPorts.NONE) {
      String number = Integer.toString(wanted);
      found.add(
          Finding.warning(
              "ports",
              "port_taken",
              "there is no " + what + ": another program has port " + number,
              "stop that program, or choose another port in the configuration",
              what,
              number));
    }
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")), port);
  }

  private static boolean opens(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, WAIT_MS);
      return true;
    } catch (IOException e) {
      return false; // which is what is told
    }
  }
}
