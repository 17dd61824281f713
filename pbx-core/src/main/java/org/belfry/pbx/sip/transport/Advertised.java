package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What we call ourselves in Via and Record-Route: behind a NAT that forwards our ports, those
 * outside must be told the public address, those inside the real one.
 *
 * @param addresses what to say, the first that fits
 * @param local networks whose members reach our real addresses
 */
public record Advertised(List<Address> addresses, List<IpNetwork> local) {

  /** Our real addresses, to everybody. */
  public static final Advertised NOTHING = new Advertised(List.of(), List.of());

  /** Private and loopback addresses of both families (RFC 1918, 3927, 4193, 4291). */
  public static final List<IpNetwork> PRIVATE =
      List.of(
          IpNetwork.of("10.0.0.0/8"),
          IpNetwork.of("172.16.0.0/12"),
          IpNetwork.of("192.168.0.0/16"),
          IpNetwork.of("169.254.0.0/16"),
          IpNetwork.of("127.0.0.0/8"),
          IpNetwork.of("fc00::/7"),
          IpNetwork.of("fe80::/10"),
          IpNetwork.of("::1/128"));

  private static final String FOR = " for ";

  /**
   * An address under which others reach us.
   *
   * @param port of UDP and TCP there, or 0 when it is ours; the other transports keep their ports
   * @param only the network that is told so, or null for everybody who is not local
   */
  public record Address(InetAddress address, int port, @Nullable IpNetwork only) {

    /**
     * Reads {@code 203.0.113.7}, {@code 203.0.113.7:5080}, {@code [2001:db8::7]:5060}, {@code
     * 10.8.0.1 for 10.8.0.0/16}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Address of(String text) {
      int split = text.indexOf(FOR);
      IpNetwork only =
          split < 0 ? null : IpNetwork.of(text.substring(split + FOR.length()).strip());
      String where = (split < 0 ? text : text.substring(0, split)).strip();
      int colon = where.lastIndexOf(':');
      boolean ported =
          colon >= 0 && (where.charAt(colon - 1) == ']' || where.indexOf(':') == colon);
      int port = ported ? Integer.parseInt(where.substring(colon + 1)) : 0;
      if (port < 0 || port > 65535 || (ported && port == 0)) {
        throw new IllegalArgumentException("a port is 1 to 65535");
      }
      String host = ported ? where.substring(0, colon) : where;
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      return new Address(InetAddress.ofLiteral(host), port, only);
    }
  }

  public Advertised {
    addresses = List.copyOf(addresses);
    local = List.copyOf(local);
  }

  /**
   * What our end of this hop is called by the far end.
   *
   * @throws IllegalArgumentException when the hop has no local end
   */
  public InetSocketAddress towards(Hop hop) {
    InetSocketAddress own = hop.local();
    if (own == null) {
      throw new IllegalArgumentException("the hop has no local address: " + hop.shown());
    }
    return addresses.isEmpty() || hop.inside() ? own : outside(hop, own);
  }

  /** What an address of ours is called by those of whom nothing is known. */
  public InetAddress outside(InetAddress own) {
    for (Address each : addresses) {
      if (each.only() == null && isLocal(own) && sameFamily(each.address(), own)) {
        return each.address();
      }
    }
    return own;
  }

  private InetSocketAddress outside(Hop hop, InetSocketAddress own) {
    InetAddress remote = hop.remote().getAddress();
    boolean translated = isLocal(own.getAddress()) && !isLocal(remote);
    for (Address each : addresses) {
      IpNetwork only = each.only();
      boolean fits = only == null ? translated : only.contains(remote);
      if (fits && sameFamily(each.address(), own.getAddress())) {
        boolean sipPort = hop.transport() == Transport.UDP || hop.transport() == Transport.TCP;
        int port = sipPort && each.port() != 0 ? each.port() : own.getPort();
        return new InetSocketAddress(each.address(), port);
      }
    }
    return own;
  }

  private boolean isLocal(InetAddress address) {
    for (IpNetwork network : local) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameFamily(InetAddress a, InetAddress b) {
    return a.getAddress().length == b.getAddress().length;
  }
}
