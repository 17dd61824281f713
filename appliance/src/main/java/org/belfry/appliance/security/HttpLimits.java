package org.belfry.appliance.security;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.apache.catalina.connector.Connector;
import org.belfry.appliance.acme.OpenChallenges;
import org.belfry.pbx.guard.Guard;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * How many connections the web server takes: no more than fit into a quarter of the heap, for the
 * rest of it is the calls', and of one source no more than a quarter of those.
 */
@Component
class HttpLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
  /** Buffers of TLS and HTTP, and what Tomcat and Java keep of a connection. */
  private static final long BYTES_OF_A_CONNECTION = 80 * 1024;

  private static final int LEAST = 512;
  private static final int MOST = 8192;

  private final OpenChallenges challenges;
  private final Predicate<InetAddress> allowed;
  private final int connections = connections(Runtime.getRuntime().maxMemory());

  HttpLimits(Guard guard, OpenChallenges challenges) {
    this.challenges = challenges;
    this.allowed = source -> guard.allowed().stream().anyMatch(network -> network.contains(source));
  }

  static int connections(long heapBytes) {
    return Math.clamp(heapBytes / 4 / BYTES_OF_A_CONNECTION, LEAST, MOST);
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(WatchedHttp.class.getName());
    factory.addConnectorCustomizers(this::apply);
  }

  /** Sets the limits of a connector whose protocol is {@link WatchedHttp}. */
  void apply(Connector connector) {
    if (connector.getProtocolHandler() instanceof WatchedHttp http) {
      http.setMaxConnections(connections);
      http.limit(connections / 4, allowed, WatchedHttp.HEADER);
      http.answer(challenges);
    }
  }

  /** Last: the configuration has a number of its own for all machines. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
