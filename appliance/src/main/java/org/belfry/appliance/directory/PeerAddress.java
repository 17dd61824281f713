package org.belfry.appliance.directory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people write for a peer: addresses or names with optional ports, next hops as SIP
 * URIs.
 */
public final class PeerAddress {
  private static final int NAME_LENGTH_MAX = 253;

  private PeerAddress() {}

  /**
   * Where a peer's requests come from.
   *
   * @param address null when it is known by a name
   * @param name lower case; null when it is known by its address
   * @param port 0 for any
   */
  record From(@Nullable InetAddress address, @Nullable String name, int port) {}

  /**
   * An address or a host name with an optional port.
   *
   * @throws IllegalArgumentException when it is none
   */
  static From from(String text) {
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
    return address != null ? new From(address, null, port) : new From(null, name(host), port);
  }

  /**
   * A next hop: a SIP URI over a transport that leads to servers.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SipUri nextHop(String text) {
    SipUri uri = Grammar.uri(text);
    Transport transport = uri.transport();
    boolean given = uri.params().containsKey("transport");
    if (!uri.isSip()
        || (given && transport == null)
        || (transport != null && transport.webSocket())) { // nobody connects to a browser
      throw new IllegalArgumentException("no SIP URI over UDP, TCP or TLS");
    }
    if (HostAddress.address(uri.host()) == null) {
      name(uri.host());
    }
    return uri;
  }

  /**
   * @param addresses what is known of a name
   */
  static Peer peer(PeerView view, Function<String, List<InetAddress>> addresses) {
    From from = view.address() == null ? null : from(view.address());
    SipUri next = view.nextHop() == null ? null : nextHop(view.nextHop());
    Hop hop = next == null ? null : certain(next);
    return new Peer(
        view.id(),
        view.name(),
        from == null
            ? List.of()
            : from.address() != null
                ? List.of(from.address())
                : addresses.apply(String.valueOf(from.name())),
        from == null ? 0 : from.port(),
        view.domain(),
        view.pattern() == null ? null : new NumberPattern(view.pattern()),
        hop,
        hop == null ? next : null,
        view.costs());
  }

  /** The hop when nothing is left to find out, or null. */
  private static @Nullable Hop certain(SipUri uri) {
    Transport transport = uri.transport() == null ? Transport.UDP : uri.transport();
    if (uri.scheme().equals("sips") || transport == Transport.TLS) {
      return null;
    }
    InetSocketAddress remote =
        HostAddress.socketAddress(uri.host(), uri.portOr(transport.defaultPort()));
    return remote == null ? null : Hop.to(transport, remote);
  }

  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.length() > NAME_LENGTH_MAX || !lower.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?")) {
      throw new IllegalArgumentException("no address and no host name");
    }
    return lower;
  }
}
