package org.belfry.pbx.sip;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * All addresses that begin with the same bits, {@code 192.168.0.0/16} (RFC 4632 §3.1, RFC 4291
 * §2.3).
 *
 * @param bits how many count, 0 to 32 or 128
 */
public record IpNetwork(InetAddress address, int bits) {

  public IpNetwork {
    if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("a network of " + bits + " bits cannot be");
    }
  }

  /**
   * Reads {@code address/bits} or an address alone; IPv6 may stand in brackets.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static IpNetwork of(String text) {
    int slash = text.indexOf('/');
    String host = (slash < 0 ? text : text.substring(0, slash)).strip();
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    InetAddress address = InetAddress.ofLiteral(host);
    int most = address.getAddress().length * Byte.SIZE;
    return new IpNetwork(
        address, slash < 0 ? most : Integer.parseInt(text.substring(slash + 1).strip()));
  }

  /** False for the other family too. */
  public boolean contains(@Nullable InetAddress other) {
    if (other == null) {
      return false;
    }
    byte[] ours = address.getAddress();
    byte[] its = other.getAddress();
    if (ours.length != its.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (ours[i] != its[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((ours[whole] ^ its[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
  }

  @Override
  public String toString() {
    return AddressText.of(address) + "/" + bits;
  }
}
