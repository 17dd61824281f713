package org.belfry.appliance.directory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;

/** Reads what people write for a peer: addresses with optional ports, next hops as SIP URIs. */
final class PeerAddress {
  private PeerAddress() {}

  /**
   * An address with an optional port (0 when none is given).
   *
   * @throws IllegalArgumentException when it is none
   */
  static InetSocketAddress address(String text) {
    String host = text;
    int port = 0;
    int bracket = text.lastIndexOf(']');
    int colon = text.lastIndexOf(':');
    boolean oneColon = colon >= 0 && text.indexOf(':') == colon;
    if (colon > bracket && (bracket >= 0 || oneColon)) {
      host = text.substring(0, colon);
      port = Integer.parseInt(text.substring(colon + 1));
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("no port");
      }
    }
    InetAddress address = HostAddress.address(host);
    if (address == null) {
      throw new IllegalArgumentException("no address");
    }
    return new InetSocketAddress(address, port);
  }

  /**
   * A next hop: a SIP URI whose host is an address.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Hop nextHop(String text) {
    SipUri uri = Grammar.uri(text);
    Transport transport = uri.params().containsKey("transport") ? uri.transport() : Transport.UDP;
    if (!uri.isSip()
        || transport == null
        || (transport != Transport.UDP && transport != Transport.TCP)) {
      throw new IllegalArgumentException("no SIP URI over UDP or TCP");
    }
    InetSocketAddress remote =
        HostAddress.socketAddress(uri.host(), uri.portOr(transport.defaultPort()));
    if (remote == null) {
      throw new IllegalArgumentException("no address");
    }
    return Hop.to(transport, remote);
  }

  static Peer peer(PeerView view) {
    InetSocketAddress from = view.address() == null ? null : address(view.address());
    return new Peer(
        view.id(),
        view.name(),
        from == null ? null : from.getAddress(),
        from == null ? 0 : from.getPort(),
        view.domain(),
        pattern(view.pattern()),
        view.nextHop() == null ? null : nextHop(view.nextHop()));
  }

  private static @Nullable NumberPattern pattern(@Nullable String text) {
    return text == null ? null : new NumberPattern(text);
  }
}
