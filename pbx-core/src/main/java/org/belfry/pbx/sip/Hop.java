package org.belfry.pbx.sip;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One network path to somebody: where a message came from and how to answer on the same way.
 *
 * @param local our end; null when any local address that reaches the remote will do
 * @param remote the far end, resolved
 * @param connection number of the connection it belongs to; 0 for UDP, and for "connect if there is
 *     none"
 * @param serverName the name that the far end's certificate must bear when we connect by TLS (RFC
 *     5922 §7.3); null for the address
 */
public record Hop(
    Transport transport,
    @Nullable InetSocketAddress local,
    InetSocketAddress remote,
    long connection,
    @Nullable String serverName) {

  public Hop(
      Transport transport,
      @Nullable InetSocketAddress local,
      InetSocketAddress remote,
      long connection) {
    this(transport, local, remote, connection, null);
  }

  /** A place to send to over whatever connection there is or can be made. */
  public static Hop to(Transport transport, InetSocketAddress remote) {
    return new Hop(transport, null, remote, 0, null);
  }

  /** The same for a place that was found under a name, which its certificate must bear. */
  public static Hop to(Transport transport, InetSocketAddress remote, String serverName) {
    return new Hop(transport, null, remote, 0, serverName);
  }

  /**
   * The way to an application of ours in the same lane.
   *
   * @param local what stands for us in Record-Route
   */
  public static Hop inside(String application, InetSocketAddress local) {
    return new Hop(
        Transport.INSIDE, local, InetSocketAddress.createUnresolved(application, 0), 0, null);
  }

  /** True for the way to an application of ours. */
  public boolean inside() {
    return transport == Transport.INSIDE;
  }

  /** {@code udp:10.0.0.5:5060}, for people; an application by its name. */
  public String shown() {
    if (inside()) {
      return "application " + remote.getHostString();
    }
    var address = remote.getAddress();
    String host = address == null ? remote.getHostString() : AddressText.inUri(address);
    return transport.lower() + ":" + host + ":" + remote.getPort();
  }
}
