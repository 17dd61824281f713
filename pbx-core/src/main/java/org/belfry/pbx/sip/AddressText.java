package org.belfry.pbx.sip;

import java.net.InetAddress;

/**
 * Addresses as text. IPv6 in the one form that RFC 5952 §4 recommends, so that an address reads and
 * compares alike wherever it is written: lower case, no leading zeros, the longest run of zeros as
 * {@code ::}. Without a zone, which means nothing on another machine.
 */
public final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /** {@code 192.0.2.1}, {@code 2001:db8::1}. */
  public static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 2 * GROUPS) {
      return address.getHostAddress();
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int from = 0;
    int length = 1; // §4.2.2: a single group of zeros is not shortened
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > length) { // §4.2.3: of two that are equally long the first
        from = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    int i = 0;
    while (i < GROUPS) {
      if (length > 1 && i == from) {
        text.append("::");
        i += length;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i++]));
    }
    return text.toString();
  }

  /** As a URI has it: IPv6 in brackets (RFC 3986 §3.2.2). */
  public static String inUri(InetAddress address) {
    String text = of(address);
    return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
  }

  /** A host of a URI in the form that we write: of an IPv6 literal, the recommended one. */
  public static String canonical(String host) {
    if (host.indexOf(':') < 0) {
      return host;
    }
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    try {
      InetAddress address =
          InetAddress.ofLiteral(brackets ? host.substring(1, host.length() - 1) : host);
      return brackets ? inUri(address) : of(address);
    } catch (IllegalArgumentException e) {
      return host;
    }
  }
}
