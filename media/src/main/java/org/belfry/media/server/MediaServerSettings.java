package org.belfry.media.server;

import java.time.Duration;
import java.util.List;

/**
 * How a media server is set up.
 *
 * @param addresses where media may run, at least one, each name once
 * @param firstPort of the ports to use on each address, 1024 or more
 * @param lastPort the last of them, at most 65535; two are used for each leg
 * @param loops threads that relay, 1 or more
 * @param nap how long a busy thread lets packets gather before it looks again, below a millisecond;
 *     zero for never. It costs that much delay and saves most of the wake-ups
 * @param trafficClass of what is sent: DSCP in the upper six bits (RFC 2474)
 * @param sharedPort one UDP port, on each address, for all legs that need no port of their own for
 *     RTCP; then there is one loop, as one thread reads a socket. 0 for none
 */
public record MediaServerSettings(
    List<LocalAddress> addresses,
    int firstPort,
    int lastPort,
    int loops,
    Duration nap,
    int trafficClass,
    int sharedPort) {
  /** The default range lies below the ports that Linux gives to any program (32768 and above). */
  public static final int FIRST_PORT = 16384;

  public static final int LAST_PORT = 32767;
  public static final Duration NAP = Duration.ofNanos(400_000);

  /** Expedited forwarding (RFC 3246), what RFC 4594 §4.1 asks for telephony. */
  public static final int EXPEDITED_FORWARDING = 46 << 2;

  private static final Duration LONGEST_NAP = Duration.ofMillis(1);

  public MediaServerSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a media server needs an address");
    }
    if (addresses.stream().map(LocalAddress::name).distinct().count() < addresses.size()) {
      throw new IllegalArgumentException("two addresses have one name: " + addresses);
    }
    if (firstPort < 1024 || lastPort > 65535 || lastPort <= firstPort) {
      throw new IllegalArgumentException("ports " + firstPort + " to " + lastPort);
    }
    if (loops < 1) {
      throw new IllegalArgumentException("loops " + loops);
    }
    if (nap.isNegative() || nap.compareTo(LONGEST_NAP) >= 0) {
      throw new IllegalArgumentException("nap " + nap);
    }
    if (sharedPort < 0 || sharedPort > 65535 || (sharedPort != 0 && loops != 1)) {
      throw new IllegalArgumentException("shared port " + sharedPort + " of " + loops + " loops");
    }
    if (trafficClass < 0 || trafficClass > 255) {
      throw new IllegalArgumentException("traffic class " + trafficClass);
    }
  }

  /** On these addresses, else as the manual says: two threads where there are two cores. */
  public static MediaServerSettings on(List<LocalAddress> addresses) {
    int loops = Math.min(2, Runtime.getRuntime().availableProcessors());
    return new MediaServerSettings(
        addresses, FIRST_PORT, LAST_PORT, loops, NAP, EXPEDITED_FORWARDING, 0);
  }

  public MediaServerSettings withPorts(int first, int last) {
    return new MediaServerSettings(addresses, first, last, loops, nap, trafficClass, sharedPort);
  }

  public MediaServerSettings withLoops(int value) {
    return new MediaServerSettings(
        addresses, firstPort, lastPort, value, nap, trafficClass, sharedPort);
  }

  public MediaServerSettings withNap(Duration value) {
    return new MediaServerSettings(
        addresses, firstPort, lastPort, loops, value, trafficClass, sharedPort);
  }

  /** DSCP in the upper six bits (RFC 2474). */
  public MediaServerSettings withTrafficClass(int value) {
    return new MediaServerSettings(addresses, firstPort, lastPort, loops, nap, value, sharedPort);
  }

  /** All legs of browsers on one port; 0 for ports of their own. */
  public MediaServerSettings withSharedPort(int port) {
    return new MediaServerSettings(
        addresses, firstPort, lastPort, port == 0 ? loops : 1, nap, trafficClass, port);
  }
}
