package org.belfry.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.belfry.media.AddressText;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses, {@code 10.0.0.0/8} or {@code fe80::/10}; an address alone is a block of
 * one.
 */
public final class Subnet {
  private final byte[] prefix;
  private final int bits;
  private final String text;

  private Subnet(byte[] prefix, int bits, String text) {
    this.prefix = prefix;
    this.bits = bits;
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException when the text is no such block
   */
  public static Subnet of(String text) {
    int slash = text.indexOf('/');
    InetAddress address =
        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)); // never a look-up
    byte[] bytes = address.getAddress();
    int bits = slash < 0 ? 8 * bytes.length : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > 8 * bytes.length) {
      throw new IllegalArgumentException("no block of addresses: " + text);
    }
    return new Subnet(bytes, bits, text);
  }

  /** The block that holds one address only. */
  public static Subnet of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return new Subnet(bytes, 8 * bytes.length, AddressText.of(address));
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(bytes, 0, whole, prefix, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || ((bytes[whole] ^ prefix[whole]) & 0xff00 >> rest & 0xff) == 0;
  }

  /** The socket address with this literal address, or null when the text is a name or nothing. */
  static @Nullable InetSocketAddress literal(String text, int port) {
    if (text.isEmpty() || text.length() > 45 || text.indexOf('%') >= 0) {
      return null;
    }
    boolean literal =
        text.indexOf(':') >= 0
            ? text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0)
            : text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
                && text.chars().filter(c -> c == '.').count() == 3;
    if (!literal) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(text), port);
    } catch (IllegalArgumentException e) {
      return null; // digits and dots that are no address all the same
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subnet s && s.bits == bits && Arrays.equals(s.prefix, prefix);
  }

  @Override
  public int hashCode() {
    return 31 * bits + Arrays.hashCode(prefix);
  }

  @Override
  public String toString() {
    return text;
  }
}
