package org.belfry.pbx.directory;

import java.net.InetAddress;
import java.util.List;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * A way to the telephone network, by a provider or a gateway.
 *
 * @param name unique; letters, digits, hyphens
 * @param server the URI of the provider's server: its domain, found by DNS, or an address
 * @param proxy an outbound proxy to send everything to, or null
 * @param registers whether we register there; otherwise it knows us by address
 * @param username for digest and the address-of-record; null for a trunk without credentials
 * @param authUser when it differs from {@code username}, or null
 * @param password null for a trunk without credentials
 * @param addresses calls from here are the trunk's; may be empty when it registers
 * @param format how numbers are written for it: the name of a preset
 * @param number the trunk's own main number, E.164, or null
 * @param channels calls at once; 0 for no limit
 * @param sendsLocation whether it takes the location of who calls an emergency number (RFC 6442)
 */
public record Trunk(
    long id,
    String name,
    SipUri server,
    @Nullable SipUri proxy,
    boolean registers,
    @Nullable String username,
    @Nullable String authUser,
    @Nullable String password,
    List<InetAddress> addresses,
    String format,
    @Nullable String number,
    int channels,
    boolean enabled,
    boolean sendsLocation) {

  public Trunk {
    addresses = List.copyOf(addresses);
  }

  /**
   * True when its server is reached by TLS: its calls come by TLS then too, for an address alone
   * can be forged by UDP.
   */
  public boolean secured() {
    SipUri way = proxy == null ? server : proxy;
    return way.scheme().equals("sips") || "tls".equalsIgnoreCase(way.params().get("transport"));
  }

  /** The password stays out of logs. */
  @Override
  public String toString() {
    return "Trunk[" + id + " " + name + "]";
  }
}
