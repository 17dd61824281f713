package org.belfry.appliance.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.pbx.admin.HostNetworkAdmin.PortView;
import org.belfry.pbx.admin.HostNetworkAdmin.Purpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The ports at which others may reach us, for the firewall of the machine: the file {@code
 * open-ports} of the data directory, a line each, {@code tcp 443} or {@code udp 30000-39999}.
 * Written when all of them are open; what was written before holds until then.
 */
@Component
class OpenPorts {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPorts.class);
  private static final String TCP = "tcp";
  private static final String UDP = "udp";

  private final BelfryProperties properties;
  private final Bootstrap groundwork;

  OpenPorts(BelfryProperties properties, Bootstrap groundwork) {
    this.properties = properties;
    this.groundwork = groundwork;
  }

  @Order(Ordered.HIGHEST_PRECEDENCE)
  @EventListener(ApplicationReadyEvent.class)
  void write() {
    Path file = groundwork.data().path().resolve("open-ports");
    String text =
        String.join("\n", lines(properties, groundwork.ports().tls(), groundwork.ports().wss()))
            + "\n";
    try {
      DataDirectory.writePrivate(file, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.warn("{} cannot be written; the firewall keeps what it has", file, e);
    }
  }

  /** As the firewall of the machine reads them. */
  static List<String> lines(BelfryProperties properties, int tls, int wss) {
    return of(properties, tls, wss).stream().map(OpenPorts::line).toList();
  }

  private static String line(PortView port) {
    return port.protocol()
        + " "
        + port.first()
        + (port.first() == port.last() ? "" : "-" + port.last());
  }

  /** The ports that are open now. */
  List<PortView> now() {
    return of(properties, groundwork.ports().tls(), groundwork.ports().wss());
  }

  /**
   * @param tls of SIP, -1 for none
   * @param wss of SIP over secure WebSocket, -1 for none
   */
  private static List<PortView> of(BelfryProperties p, int tls, int wss) {
    List<PortView> ports = new ArrayList<>();
    add(ports, UDP, p.sipPort(), Purpose.SIP);
    add(ports, TCP, p.sipPort(), Purpose.SIP);
    add(ports, TCP, tls, Purpose.SIP_TLS);
    add(ports, TCP, wss, Purpose.SIP_WSS);
    add(ports, TCP, p.httpsPort(), Purpose.PAGES);
    if (p.hasAdminPort()) {
      add(ports, TCP, p.portOfAdministration(), Purpose.PAGES);
    }
    add(ports, TCP, p.httpPort(), Purpose.REDIRECT);
    ports.add(new PortView(UDP, p.media().firstPort(), p.media().lastPort(), Purpose.MEDIA));
    add(ports, UDP, p.media().webrtcPort(), Purpose.WEBRTC);
    turn(ports, p.turn());
    phones(ports, p.provisioning());
    return ports;
  }

  private static void turn(List<PortView> ports, BelfryProperties.Turn turn) {
    if (turn.enabled()) {
      add(ports, UDP, turn.listenPort(), Purpose.TURN);
      add(ports, TCP, turn.listenPort(), Purpose.TURN);
      add(ports, TCP, turn.listenTlsPort(), Purpose.TURN_TLS);
      ports.add(new PortView(UDP, turn.firstPort(), turn.lastPort(), Purpose.TURN_RELAY));
    }
  }

  private static void phones(List<PortView> ports, BelfryProperties.Provisioning phones) {
    add(ports, TCP, phones.ldapPort(), Purpose.LDAP);
    add(ports, TCP, phones.listenLdapsPort(), Purpose.LDAPS);
    if (!phones.dhcp().equals("off")) {
      add(ports, UDP, 67, Purpose.DHCP);
      add(ports, UDP, 4011, Purpose.DHCP); // where a proxy is asked
    }
    if (phones.dns()) {
      add(ports, UDP, 53, Purpose.DNS);
      add(ports, TCP, 53, Purpose.DNS);
    }
    if (phones.tftp()) {
      add(ports, UDP, 69, Purpose.TFTP);
    }
  }

  private static void add(List<PortView> ports, String protocol, int port, Purpose purpose) {
    if (port > 0) {
      ports.add(new PortView(protocol, port, port, purpose));
    }
  }
}
