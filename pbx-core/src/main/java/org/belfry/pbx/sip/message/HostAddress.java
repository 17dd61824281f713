package org.belfry.pbx.sip.message;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.belfry.pbx.sip.AddressText;
import org.jspecify.annotations.Nullable;

/** Hosts that are addresses already: no look-up ever happens here. */
public final class HostAddress {
  private static final int IPV4_BYTES = 4;

  private HostAddress() {}

  /** The address that a URI's or a Via's host spells, or null when it is a name. */
  public static @Nullable InetSocketAddress socketAddress(String host, int port) {
    InetAddress address = address(host);
    return address == null ? null : new InetSocketAddress(address, port);
  }

  /** The same without a port. */
  public static @Nullable InetAddress address(String host) {
    if (host.isEmpty()) {
      return null;
    }
    char first = host.charAt(0);
    boolean literal = first == '[' || host.indexOf(':') >= 0 || (first >= '0' && first <= '9');
    if (!literal) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
    } catch (IllegalArgumentException e) {
      return null; // a name that begins with a digit
    }
  }

  /** True when this host is that address; a name never is. */
  public static boolean spells(String host, InetAddress address) {
    if (address instanceof Inet4Address) {
      int bits = plainIpv4(host);
      if (bits != 0) { // no message comes from 0.0.0.0
        int its = 0;
        for (byte b : address.getAddress()) {
          its = its << 8 | (b & 0xFF);
        }
        return bits == its;
      }
    }
    InetAddress said = address(host);
    return said != null && said.equals(address);
  }

  /** The bits of four numbers without needless zeros; 0 for what must be read in full. */
  private static int plainIpv4(String host) {
    int bits = 0;
    int at = 0;
    for (int part = 0; part < IPV4_BYTES; part++) {
      if (part > 0 && (at == host.length() || host.charAt(at++) != '.')) {
        return 0;
      }
      int from = at;
      int number = 0;
      while (at < host.length() && at - from < 3 && Letters.isDigit(host.charAt(at))) {
        number = number * 10 + host.charAt(at++) - '0';
      }
      int digits = at - from;
      if (digits == 0 || number > 255 || (digits > 1 && host.charAt(from) == '0')) {
        return 0;
      }
      bits = bits << 8 | number;
    }
    return at == host.length() ? bits : 0;
  }

  /** The user part of a SIP URI, with what may not stand there escaped (RFC 3261 §25.1). */
  public static String escapedUser(String user) {
    StringBuilder out = new StringBuilder(user.length());
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || (c < 0x80 && "-_.!~*'()&=+$,".indexOf(c) >= 0);
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  /** As a URI or a Via writes it: {@code 192.0.2.1:5060}, {@code [2001:db8::1]:5060}. */
  public static String text(InetSocketAddress address) {
    return AddressText.inUri(address.getAddress()) + ":" + address.getPort();
  }
}
