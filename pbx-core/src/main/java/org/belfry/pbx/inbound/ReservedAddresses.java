package org.belfry.pbx.inbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.routing.PeerNumbers;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.transport.Advertised;
import org.jspecify.annotations.Nullable;

/**
 * Places that nobody may have us send to by naming them in a Contact: our own addresses, this
 * machine, and the servers that trust our address, which are those of trunks and peers. Whoever
 * speaks from such a place may name it, and any other place of the same trunk or peer.
 */
public final class ReservedAddresses {
  private static final int SIP_PORTS_FIRST = 5060;
  private static final int SIP_PORTS_LAST = 5099;

  private final Supplier<Directory> current;
  private final TrunkServers trunks;

  /**
   * @param trunks know the servers that DNS has named
   */
  public ReservedAddresses(Supplier<Directory> current, TrunkServers trunks) {
    this.current = current;
    this.trunks = trunks;
  }

  /**
   * @param from where the request came from that carries the Contact
   * @return what the place is, for a reason phrase, or null when it may be named
   */
  public @Nullable String named(SipUri contact, Hop from) {
    String whose = owner(contact, from);
    return whose == null && isService(contact, from) ? "a service's" : whose;
  }

  /** A place that {@link #isShut} keeps requests from, unless who names it is there, or a peer. */
  private boolean isService(SipUri contact, Hop from) {
    InetAddress address = HostAddress.address(contact.host());
    InetAddress source = from.remote().getAddress();
    if (address == null
        || address.equals(source)
        || (source != null && isPeer("", source, null, current.get()))) {
      return false;
    }
    Transport said = contact.transport();
    Transport transport =
        said != null ? said : contact.scheme().equals("sips") ? Transport.TLS : Transport.UDP;
    int port = contact.portOr(transport.defaultPort());
    return isShut(Hop.to(transport, new InetSocketAddress(address, port)), contact);
  }

  private @Nullable String owner(SipUri contact, Hop from) {
    Directory directory = current.get();
    InetAddress address = HostAddress.address(contact.host());
    InetAddress source = from.remote().getAddress();
    if (address == null ? source == null : address.equals(source)) {
      return null;
    }
    if (directory.isLocal(contact.host())) {
      return contact.params().containsKey("gr") ? null : "this server's"; // RFC 5627: a GRUU
    }
    if (address != null && (address.isAnyLocalAddress() || address.isMulticastAddress())) {
      return "nobody's";
    }
    if (address != null && address.isLoopbackAddress()) {
      return source != null && source.isLoopbackAddress() ? null : "this machine's";
    }
    if (isTrunk(contact.host(), address, source, directory)) {
      return "a trunk's";
    }
    return isPeer(contact.host(), address, source, directory) ? "a peer's" : null;
  }

  /**
   * Whether a phone may register a Contact at another address than it speaks from: in a network
   * that the site names, and never one of ours, this machine's, a trunk's or a peer's.
   */
  public boolean mayBe(SipUri contact, Hop from) {
    InetAddress address = HostAddress.address(contact.host());
    return address != null
        && !address.isLoopbackAddress()
        && current.get().dialPlan().contactNetworks().stream()
            .anyMatch(network -> network.contains(address))
        && owner(contact, from) == null;
  }

  /**
   * Whether what is there is reached by numbers alone: a server of a trunk that is no peer, or a
   * peer by another name than its own, when it costs money or the name has a telephone number,
   * which the peer might send on into the telephone network.
   */
  public boolean mustBeDialled(InetSocketAddress place, SipUri name) {
    Directory directory = current.get();
    InetAddress address = place.getAddress();
    return (directory.peerAt(address, place.getPort()) == null
            && isTrunk("", address, null, directory))
        || directory.peers().stream()
            .anyMatch(peer ->
                (peer.costs() || PeerNumbers.isNumber(name.user()))
                    && !name.equals(peer.nextName())
                    && (peer.addresses().contains(address)
                        || (peer.nextHop() != null
                            && address.equals(peer.nextHop().remote().getAddress()))));
  }

  /**
   * Whether a server that a user's URI or somebody's DNS names is nobody's to call: one on our
   * link, which gives machines their credentials in some clouds, and a stream inside at a port
   * where no SIP is spoken. Lines of a caller's choice from our address are commands to other
   * services. What the owner has named, a peer, may be anywhere.
   */
  public boolean isShut(Hop hop, SipUri name) {
    InetAddress address = hop.remote().getAddress();
    int port = hop.remote().getPort();
    return address != null
        && !address.isLoopbackAddress()
        && (address.isLinkLocalAddress()
            || (hop.transport().reliable()
                && (port < SIP_PORTS_FIRST || port > SIP_PORTS_LAST)
                && Advertised.PRIVATE.stream().anyMatch(network -> network.contains(address))))
        && current.get().peers().stream().noneMatch(peer -> name.equals(peer.nextName()));
  }

  /** Whether a trunk's or a peer's server is there. */
  public boolean isServer(InetAddress address) {
    Directory directory = current.get();
    return isTrunk("", address, null, directory) || isPeer("", address, null, directory);
  }

  /** Whether a trunk's server or proxy has this name, and no peer: known before DNS is asked. */
  public boolean isOnlyTrunk(SipUri name) {
    Directory directory = current.get();
    return isTrunk(name.host(), null, null, directory)
        && directory.peers().stream()
            .map(Peer::nextName)
            .noneMatch(next -> next != null && isHost(next.host(), name.host()));
  }

  private boolean isTrunk(
      String host,
      @Nullable InetAddress address,
      @Nullable InetAddress source,
      Directory directory) {
    for (Trunk trunk : directory.dialPlan().trunks().values()) {
      SipUri proxy = trunk.proxy();
      Hop inUse = trunks.server(trunk.name());
      if (source != null && trunk.addresses().contains(source)) {
        continue;
      }
      if (isHost(trunk.server().host(), host)
          || (proxy != null && isHost(proxy.host(), host))
          || (address != null && trunk.addresses().contains(address))
          || (address != null && trunks.isServer(trunk.name(), address))
          || (address != null && inUse != null && address.equals(inUse.remote().getAddress()))) {
        return true;
      }
    }
    return false;
  }

  /** RFC 1034 §3.1: a name with a final dot is the same name. */
  private static boolean isHost(String ours, String said) {
    return ours.equalsIgnoreCase(said.endsWith(".") ? said.substring(0, said.length() - 1) : said);
  }

  private static boolean isPeer(
      String host,
      @Nullable InetAddress address,
      @Nullable InetAddress source,
      Directory directory) {
    for (Peer peer : directory.peers()) {
      SipUri name = peer.nextName();
      Hop hop = peer.nextHop();
      if (source != null && peer.addresses().contains(source)) {
        continue;
      }
      if (host.equalsIgnoreCase(peer.domain())
          || (name != null && isHost(name.host(), host))
          || (address != null && peer.addresses().contains(address))
          || (address != null && hop != null && address.equals(hop.remote().getAddress()))) {
        return true;
      }
    }
    return false;
  }
}
