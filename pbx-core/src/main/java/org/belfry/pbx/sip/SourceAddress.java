package org.belfry.pbx.sip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Who a message comes from, as far as limits go: an IPv4 address, or the /64 network of an IPv6
 * address. Whoever has one address of a /64 has all of them (RFC 6177), and the phones of an office
 * share one as they share an address behind a NAT.
 */
public final class SourceAddress {
  private static final int NETWORK_BYTES = 8;

  private SourceAddress() {}

  /** The same object for IPv4; for IPv6 the address with the host's half zero, without a zone. */
  public static InetAddress of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("an IPv6 address has 16 bytes", e);
    }
  }
}
