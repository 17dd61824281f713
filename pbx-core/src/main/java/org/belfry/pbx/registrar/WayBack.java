package org.belfry.pbx.registrar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.Via;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way to a phone that has just spoken to us: its Contact when that is at the address it speaks
 * from, else the way its request came.
 *
 * <p>A phone that knows its address writes it into the Via; when the request came from elsewhere,
 * there is a NAT between us and only the path of the request leads back (RFC 3581, RFC 5626). On a
 * connection the connection is the way, since a phone behind NAT cannot be connected to.
 *
 * <p>A Contact at another address is not followed unless the site says so: whoever has one account
 * could have us send whatever others ask for to anybody, from an address that providers and peers
 * trust. RFC 3261 §10.2 lets one register for others; a device elsewhere registers itself, is a
 * peer, or is in a network that the site names.
 */
public final class WayBack {
  private WayBack() {}

  /** Where to send requests for this Contact, which may be at another address. */
  static Hop to(SipUri contact, Via via, Hop from, Elsewhere elsewhere) {
    InetAddress address = HostAddress.address(contact.host());
    Transport transport = contact.transport() == null ? Transport.UDP : contact.transport();
    return address != null
            && (transport == Transport.UDP || transport == Transport.TCP)
            && contact.scheme().equals("sip")
            && !address.equals(from.remote().getAddress())
            && elsewhere.mayBe(contact, from)
        ? Hop.to(transport, new InetSocketAddress(address, contact.portOr(transport.defaultPort())))
        : to(contact, via, from);
  }

  /** Where to send requests for this Contact. */
  public static Hop to(SipUri contact, Via via, Hop from) {
    if (!leadsThere(contact, via, from)) {
      return from;
    }
    int port = contact.portOr(from.transport().defaultPort());
    // Who keeps its binding keeps what there is already.
    return port == from.remote().getPort()
        ? from
        : new Hop(
            from.transport(),
            from.local(),
            new InetSocketAddress(from.remote().getAddress(), port),
            0);
  }

  /** True when the Contact may be believed, so that requests can be sent to what it says. */
  public static boolean leadsThere(SipUri contact, Via via, Hop from) {
    Transport wanted = contact.transport() == null ? Transport.UDP : contact.transport();
    if (from.transport().reliable() || wanted != from.transport()) {
      return false;
    }
    InetSocketAddress source = from.remote();
    return (via.port() == 0 ? 5060 : via.port()) == source.getPort()
        && HostAddress.spells(via.host(), source.getAddress())
        && HostAddress.spells(contact.host(), source.getAddress());
  }

  /**
   * The way that is left when the binding's connection is closed, or that a binding from before a
   * restart has; null when there is none: a phone behind NAT, or a browser, cannot be connected to.
   */
  public static @Nullable Hop afterClosing(Binding binding) {
    Hop hop = binding.hop();
    if (hop.transport() == Transport.UDP) {
      return hop;
    }
    if (hop.transport() != Transport.TCP || binding.regId() > 0) {
      return null;
    }
    SipUri contact = Grammar.uri(binding.contact());
    InetSocketAddress said = HostAddress.socketAddress(contact.host(), contact.portOr(5060));
    return said != null && said.getAddress().equals(hop.remote().getAddress())
        ? new Hop(Transport.TCP, hop.local(), said, 0)
        : null;
  }
}
