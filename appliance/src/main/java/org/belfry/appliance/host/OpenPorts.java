package org.belfry.appliance.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.appliance.system.Groundwork;
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
  private static final String TCP = "tcp ";
  private static final String UDP = "udp ";

  private final BelfryProperties properties;
  private final Groundwork groundwork;

  OpenPorts(BelfryProperties properties, Groundwork groundwork) {
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

  /**
   * @param tls of SIP, -1 for none
   * @param wss of SIP over secure WebSocket, -1 for none
   */
  static List<String> lines(BelfryProperties p, int tls, int wss) {
    List<String> lines = new ArrayList<>();
    add(lines, UDP, p.sipPort());
    add(lines, TCP, p.sipPort());
    add(lines, TCP, tls);
    add(lines, TCP, wss);
    add(lines, TCP, p.httpsPort());
    add(lines, TCP, p.httpPort());
    lines.add(UDP + p.media().firstPort() + "-" + p.media().lastPort());
    add(lines, UDP, p.media().webrtcPort());
    turn(lines, p.turn());
    phones(lines, p.provisioning());
    return lines;
  }

  private static void turn(List<String> lines, BelfryProperties.Turn turn) {
    if (turn.enabled()) {
      add(lines, UDP, turn.listenPort());
      add(lines, TCP, turn.listenPort());
      add(lines, TCP, turn.listenTlsPort());
      lines.add(UDP + turn.firstPort() + "-" + turn.lastPort());
    }
  }

  private static void phones(List<String> lines, BelfryProperties.Provisioning phones) {
    add(lines, TCP, phones.ldapPort());
    add(lines, TCP, phones.listenLdapsPort());
    if (!phones.dhcp().equals("off")) {
      lines.add(UDP + "67");
      lines.add(UDP + "4011"); // where a proxy is asked
    }
    if (phones.dns()) {
      lines.add(UDP + "53");
      lines.add(TCP + "53");
    }
    if (phones.tftp()) {
      lines.add(UDP + "69");
    }
  }

  private static void add(List<String> lines, String protocol, int port) {
    if (port > 0) {
      lines.add(protocol + port);
    }
  }
}
