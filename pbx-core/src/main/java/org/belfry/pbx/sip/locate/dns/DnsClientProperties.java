package org.belfry.pbx.sip.locate.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask, and for how long.
 *
 * @param servers name servers, tried in this order; empty for those of the operating system
 * @param hostsFile names that need no name server, or null
 * @param patience how long one name server may take to answer once
 * @param attempts how often each is asked
 */
public record DnsClientProperties(
    List<InetSocketAddress> servers, @Nullable Path hostsFile, Duration patience, int attempts) {

  public DnsClientProperties {
    servers = List.copyOf(servers);
  }

  /** What the manual says, for these servers. */
  public static DnsClientProperties defaults(List<InetSocketAddress> servers) {
    return new DnsClientProperties(servers, Path.of("/etc/hosts"), Duration.ofMillis(1500), 2);
  }
}
