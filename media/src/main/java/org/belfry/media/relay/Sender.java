package org.belfry.media.relay;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the datagram that was read last: filled anew by the socket for each one, so that asking
 * costs no allocation. Who wants to keep it asks for {@link #toAddress}.
 */
public final class Sender {
  private long high;
  private long low;
  private int port;
  private int scope;

  public void setIpv4(int address, int newPort) {
    high = 0;
    low = TransportAddress.mapped(address);
    port = newPort;
    scope = 0;
  }

  /**
   * @param newScope interface of a link-local address, else 0
   */
  public void setIpv6(long newHigh, long newLow, int newPort, int newScope) {
    high = newHigh;
    low = newLow;
    port = newPort;
    scope = newScope;
  }

  public void set(TransportAddress address) {
    high = address.high();
    low = address.low();
    port = address.port();
    scope = address.address() instanceof Inet6Address six ? six.getScopeId() : 0;
  }

  void set(Sender other) {
    high = other.high;
    low = other.low;
    port = other.port;
    scope = other.scope;
  }

  public boolean is(TransportAddress address) {
    return low == address.low() && port == address.port() && high == address.high();
  }

  boolean is(Sender other) {
    return low == other.low && port == other.port && high == other.high;
  }

  /** 0 to 65535. */
  public int port() {
    return port;
  }

  public boolean isIpv6() {
    return high != 0 || low >>> 32 != 0xffff;
  }

  /** Upper 64 bits of the address; 0 for IPv4. */
  public long high() {
    return high;
  }

  /** Lower 64 bits of the address; for IPv4 in mapped form. */
  public long low() {
    return low;
  }

  /** Whether it has the IP address, whatever the port. */
  public boolean isHost(TransportAddress address) {
    return low == address.low() && high == address.high();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Sender other && is(other);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high ^ low) + port;
  }

  /** A copy to keep; allocates. */
  public TransportAddress toAddress() {
    try {
      if (!isIpv6()) {
        byte[] four = {(byte) (low >> 24), (byte) (low >> 16), (byte) (low >> 8), (byte) low};
        return TransportAddress.of(Inet4Address.getByAddress(four), port);
      }
      byte[] sixteen = new byte[16];
      for (int i = 0; i < 8; i++) {
        sixteen[i] = (byte) (high >> (56 - 8 * i));
        sixteen[8 + i] = (byte) (low >> (56 - 8 * i));
      }
      InetAddress six =
          scope == 0
              ? InetAddress.getByAddress(sixteen)
              : Inet6Address.getByAddress(null, sixteen, scope);
      return TransportAddress.of(six, port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }
}
