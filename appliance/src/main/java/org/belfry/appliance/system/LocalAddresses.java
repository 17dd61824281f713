package org.belfry.appliance.system;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.belfry.pbx.sip.AddressText;
import org.jspecify.annotations.Nullable;

/** The addresses of this machine, as the operating system has them at the start. */
public final class LocalAddresses {
  private final List<InetAddress> addresses;

  private LocalAddresses(List<InetAddress> addresses) {
    this.addresses = addresses;
  }

  /**
   * @param bind the addresses to use with commas between them, or null for all there are
   * @throws CannotStart when one of {@code bind} is no address
   */
  public static LocalAddresses of(@Nullable String bind) {
    try {
      if (bind != null && !bind.isBlank()) {
        return new LocalAddresses(
            Stream.of(bind.split(",", -1))
                .map(each -> InetAddress.ofLiteral(each.strip()))
                .distinct()
                .toList());
      }
      List<InetAddress> all = new ArrayList<>();
      NetworkInterface.networkInterfaces()
          .filter(LocalAddresses::up)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(a -> !a.isLinkLocalAddress() && !a.isMulticastAddress())
          .forEach(all::add);
      return new LocalAddresses(List.copyOf(all));
    } catch (IllegalArgumentException e) {
      throw new CannotStart(
          "belfry.bind must be IP addresses of this machine, not \"" + bind + "\".", e);
    } catch (SocketException e) {
      throw new CannotStart("the network interfaces cannot be listed: " + e.getMessage() + ".", e);
    }
  }

  public List<InetAddress> all() {
    return addresses;
  }

  /** The address of the web pages: the first that was asked for. */
  public String web() {
    return text(addresses.getFirst());
  }

  /**
   * The address to tell people: the first IPv4 one that others can reach, else whatever there is.
   */
  public String main() {
    InetAddress best =
        addresses.isEmpty() ? InetAddress.getLoopbackAddress() : addresses.getFirst();
    for (InetAddress a : addresses) {
      if (rank(a) < rank(best)) {
        best = a;
      }
    }
    return text(best);
  }

  /** Every host that means this machine: names and addresses, IPv6 ones also in brackets. */
  public List<String> names() {
    var names = new TreeSet<String>(List.of("localhost", "127.0.0.1", "::1", "[::1]"));
    for (InetAddress a : addresses) {
      names.add(text(a));
      names.add("[" + text(a) + "]");
    }
    try {
      names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      // A machine without a name of its own is still known by its addresses.
      names.add("localhost");
    }
    return List.copyOf(names);
  }

  /** Without the zone that Java appends to some IPv6 addresses. */
  static String text(InetAddress address) {
    return AddressText.of(address);
  }

  private static int rank(InetAddress a) {
    return (a.isLoopbackAddress() ? 2 : 0) + (a instanceof Inet4Address ? 0 : 1);
  }

  private static boolean up(NetworkInterface i) {
    try {
      return i.isUp();
    } catch (SocketException e) {
      return false; // it went away while we looked
    }
  }
}
