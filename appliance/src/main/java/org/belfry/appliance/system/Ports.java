package org.belfry.appliance.system;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether our ports are free before anything costly is begun. Somebody may still take one
 * before we listen; who listens then says so.
 */
final class Ports {
  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

  private Ports() {}

  /**
   * @throws CannotStart naming the port that is used, or the address that is not this machine's
   */
  static void check(BelfryProperties p, LocalAddresses addresses) {
    for (InetAddress address : addresses.all()) {
      checkTcp("SIP", "sip-port", address, p.sipPort());
      checkUdp(address, p.sipPort());
    }
    InetAddress web = p.bind() == null ? null : addresses.all().getFirst();
    checkTcp("HTTPS", "https-port", web, p.httpsPort());
    checkTcp("HTTP", "http-port", web, p.httpPort());
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
