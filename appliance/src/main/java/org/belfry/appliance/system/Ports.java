package org.belfry.appliance.system;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether our ports are free before anything costly is begun. Somebody may still take one
 * before we listen; who listens then says so.
 */
final class Ports {
  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

  private static final int DEFAULT_TLS = 5061;
  private static final int DEFAULT_WS = 8088;
  private static final int DEFAULT_WSS = 8089;

  private Ports() {}

  /**
   * @return the ports beyond those that must be
   * @throws CannotStart naming the port that is used, or the address that is not this machine's
   */
  static ExtraPorts check(BelfryProperties p, LocalAddresses addresses) {
    for (InetAddress address : addresses.all()) {
      checkTcp("SIP", "sip-port", address, p.sipPort());
      checkUdp(address, p.sipPort());
    }
    InetAddress web = p.bind() == null ? null : addresses.all().getFirst();
    checkTcp("HTTPS", "https-port", web, p.httpsPort());
    checkTcp("HTTP", "http-port", web, p.httpPort());
    checkAdministration(p, web);
    List<InetAddress> all = addresses.all();
    List<InetAddress> loopback = all.stream().filter(InetAddress::isLoopbackAddress).toList();
    Set<Integer> ours = new HashSet<>(Set.of(p.sipPort(), p.httpsPort(), p.httpPort()));
    ours.add(p.portOfAdministration());
    return new ExtraPorts(
        extra("SIP over TLS", "sip-tls-port", p.sipTlsPort(), DEFAULT_TLS, all, ours),
        extra("SIP over WebSocket", "sip-ws-port", p.sipWsPort(), DEFAULT_WS, loopback, ours),
        extra("secure WebSocket", "sip-wss-port", p.sipWssPort(), DEFAULT_WSS, all, ours));
  }

  private static void checkAdministration(BelfryProperties p, @Nullable InetAddress web) {
    if (!p.hasAdminPort()) {
      return;
    }
    int port = p.portOfAdministration();
    if (port == p.httpsPort() || port == p.httpPort() || port == p.sipPort()) {
      throw new CannotStart("belfry.admin-port must differ from the other ports.");
    }
    String own = p.adminAddress();
    InetAddress address = own == null ? web : InetAddress.ofLiteral(own);
    try {
      checkTcp("administration", "admin-port", address, port);
    } catch (CannotStart e) {
      throw own == null
          ? e
          : new CannotStart(
              "administration cannot answer at "
                  + own
                  + " port "
                  + port
                  + ". Choose others with belfry.admin-address and belfry.admin-port.",
              e);
    }
  }

  /** A port that was asked for must be free; without one that nobody asked for we can live. */
  private static int extra(
      String what,
      String setting,
      @Nullable Integer asked,
      int usual,
      List<InetAddress> addresses,
      Set<Integer> ours) {
    if (asked != null) {
      if (asked > 0 && !ours.add(asked)) {
        throw new CannotStart("belfry." + setting + " must differ from the other ports.");
      }
      for (InetAddress address : asked < 0 ? List.<InetAddress>of() : addresses) {
        checkTcp(what, setting, address, asked);
      }
      return asked;
    }
    try {
      if (!ours.add(usual)) {
        return ExtraPorts.NONE; // another of ours has it
      }
      for (InetAddress address : addresses) {
        checkTcp(what, setting, address, usual);
      }
      return usual;
    } catch (CannotStart e) {
      LOG.warn("There is no {}: {}", what, e.getMessage());
      return ExtraPorts.NONE;
    }
  }

  private static void checkTcp(
      String what, String setting, @Nullable InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw taken(what + " port " + port + " (TCP)", setting, address, e);
    }
  }

  private static void checkUdp(InetAddress address, int port) {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, port))) {
      LOG.debug("{} is free", socket.getLocalSocketAddress());
    } catch (IOException e) {
      throw taken("SIP port " + port + " (UDP)", "sip-port", address, e);
    }
  }

  private static CannotStart taken(
      String port, String setting, @Nullable InetAddress address, IOException e) {
    String where = address == null ? "" : " of " + LocalAddresses.text(address);
    String why = String.valueOf(e.getMessage());
    if (e instanceof BindException && why.contains("assign requested address")) {
      return new CannotStart(
          "belfry.bind must be an address of this machine"
              + (address == null ? "" : ", not")
              + where.replace(" of", "")
              + ".",
          e);
    }
    String reason =
        why.contains("already in use") ? "is used by another program" : "cannot be used: " + why;
    return new CannotStart(
        "the "
            + port
            + where
            + " "
            + reason
            + ". Stop that or choose another with belfry."
            + setting
            + ".",
        e);
  }
}
