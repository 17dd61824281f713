package org.belfry.media.relay;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.belfry.media.AddressText;
import org.jspecify.annotations.Nullable;

/**
 * An IP address and a UDP port (the word is that of RFC 8445 §4), in a form that compares fast.
 * IPv4 addresses are kept as IPv6 has them, mapped.
 */
public final class TransportAddress {
  private static final long MAPPED = 0xffff_0000_0000L;

  private final InetSocketAddress socketAddress;
  private final long high;
  private final long low;

  private TransportAddress(InetSocketAddress socketAddress, InetAddress address) {
    this.socketAddress = socketAddress;
    byte[] bytes = address.getAddress();
    this.high = bytes.length == 4 ? 0 : number(bytes, 0, 8);
    this.low = bytes.length == 4 ? MAPPED | number(bytes, 0, 4) : number(bytes, 8, 8);
  }

  /**
   * @throws IllegalArgumentException when the name in it has not been resolved
   */
  public static TransportAddress of(InetSocketAddress socketAddress) {
    InetAddress address = socketAddress.getAddress();
    if (address == null) {
      throw new IllegalArgumentException("not resolved: " + socketAddress);
    }
    return new TransportAddress(socketAddress, address);
  }

  public static TransportAddress of(InetAddress address, int port) {
    return new TransportAddress(new InetSocketAddress(address, port), address);
  }

  static long mapped(int ipv4) {
    return MAPPED | (ipv4 & 0xffff_ffffL);
  }

  private static long number(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  public InetSocketAddress socketAddress() {
    return socketAddress;
  }

  public InetAddress address() {
    return socketAddress.getAddress();
  }

  /** 0 to 65535. */
  public int port() {
    return socketAddress.getPort();
  }

  public boolean isIpv6() {
    return address() instanceof Inet6Address;
  }

  /** Upper 64 bits of the address; 0 for IPv4. */
  public long high() {
    return high;
  }

  /** Lower 64 bits of the address; for IPv4 in mapped form (RFC 4291 §2.5.5.2). */
  public long low() {
    return low;
  }

  /** Whether the IP addresses are the same, whatever the ports. */
  public boolean sameHost(TransportAddress other) {
    return high == other.high && low == other.low;
  }

  /** The same address with another port. */
  public TransportAddress withPort(int port) {
    return of(address(), port);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return this == object
        || (object instanceof TransportAddress other
            && sameHost(other)
            && port() == other.port()
            && Objects.equals(address(), other.address()));
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high ^ low) + port();
  }

  @Override
  public String toString() {
    return AddressText.inUri(address()) + ":" + port();
  }
}
