package org.belfry.appliance.health;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.sip.AddressText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the name servers answer at all (RFC 1035): any answer will do. */
final class NameServerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(NameServerCheck.class);
  private static final Path RESOLV = Path.of("/etc/resolv.conf");
  private static final int PORT = 53;
  private static final int WAIT_MS = 1500;
  private static final int TRIES = 2;
  private static final int PACKET = 1500;
  private static final int SERVERS_MAX = 4;

  /** An identifier of ours, and a recursive question for the name servers of the root. */
  private static final byte[] QUESTION = {0x42, 0x45, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

  private NameServerCheck() {}

  /**
   * @param configured those of the configuration; the system's when there are none
   */
  static List<InetSocketAddress> servers(List<InetSocketAddress> configured) throws IOException {
    if (!configured.isEmpty() || !Files.exists(RESOLV)) {
      return configured;
    }
    List<InetSocketAddress> found = new ArrayList<>();
    for (String line : Files.readAllLines(RESOLV, StandardCharsets.UTF_8)) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 2 && words[0].equals("nameserver") && found.size() < SERVERS_MAX) {
        try {
          found.add(
              new InetSocketAddress(InetAddress.ofLiteral(words[1].replaceAll("%.*", "")), PORT));
        } catch (IllegalArgumentException e) {
          LOG.debug("{} has what is no address: {}", RESOLV, line, e);
        }
      }
    }
    return found;
  }

  static CheckView look(List<InetSocketAddress> servers) {
    List<String> silent =
        servers.stream().filter(each -> !answers(each)).map(NameServerCheck::text).toList();
    if (servers.isEmpty()) {
      return Finding.warning(
          "names",
          "resolver_none",
          "no DNS server is configured",
          "add one in the network settings: trunks and mail servers need DNS");
    }
    if (silent.isEmpty()) {
      return Finding.ok("names", "resolver_ok", "the DNS servers respond");
    }
    String names = String.join(", ", silent);
    String advice = "check that the server is running and allow UDP port 53 to it";
    return silent.size() == servers.size()
        ? Finding.bad("names", "resolver_silent", "no DNS server responds: " + names, advice, names)
        : Finding.warning(
            "names", "resolver_part", "a DNS server does not respond: " + names, advice, names);
  }

  private static String text(InetSocketAddress server) {
    return AddressText.of(server.getAddress());
  }

  private static boolean answers(InetSocketAddress server) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(WAIT_MS);
      socket.connect(server);
      for (int tries = 0; tries < TRIES; tries++) {
        socket.send(new DatagramPacket(QUESTION, QUESTION.length));
        DatagramPacket answer = new DatagramPacket(new byte[PACKET], PACKET);
        try {
          socket.receive(answer);
          return answer.getLength() > 2
              && answer.getData()[0] == QUESTION[0]
              && answer.getData()[1] == QUESTION[1];
        } catch (SocketTimeoutException e) {
          LOG.debug("{} did not answer", server, e);
        }
      }
      return false;
    } catch (IOException e) {
      return false; // nobody listens there, or there is no way to it
    }
  }
}
