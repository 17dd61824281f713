package org.belfry.pbx.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sip.transport.Advertised;
import org.belfry.pbx.trace.TraceProperties;

/**
 * How the proxies of a server behave.
 *
 * @param patience how long one server of a name may be silent before the next is tried
 * @param callLimit how long a call may last
 * @param realm shown in Warning header fields; a challenge with it is never passed on
 * @param federation which other domains may be called, or call us
 * @param listen addresses that we listen on
 * @param advertised our addresses as others see them
 * @param trace how much is kept of what is said in calls
 */
public record ProxySettings(
    ProxyLimits limits,
    Duration patience,
    Duration callLimit,
    String realm,
    Federation federation,
    List<InetSocketAddress> listen,
    Advertised advertised,
    TraceProperties trace) {
  public ProxySettings {
    listen = List.copyOf(listen);
  }
}
