package org.belfry.pbx;

import java.util.List;
import org.belfry.pbx.proxy.Advertised;
import org.belfry.pbx.sip.transport.ConnectionLimits;
import org.belfry.pbx.sip.transport.Listening;
import org.belfry.pbx.sip.transport.WebSocketPolicy;

/**
 * Where the server meets the world besides UDP and TCP.
 *
 * @param more listeners for TLS, WS and WSS
 * @param advertised what we call ourselves towards whom
 * @param webSockets who may open one
 * @param connections how many there may be, and whose
 */
public record EdgeProperties(
    List<Listening> more,
    Advertised advertised,
    WebSocketPolicy webSockets,
    ConnectionLimits connections) {

  /** UDP and TCP only, by our real addresses. */
  public static final EdgeProperties DEFAULT =
      new EdgeProperties(List.of(), Advertised.NOTHING, WebSocketPolicy.DEFAULT);

  /** With the limits that the manual says. */
  public EdgeProperties(List<Listening> more, Advertised advertised, WebSocketPolicy webSockets) {
    this(more, advertised, webSockets, ConnectionLimits.DEFAULT);
  }

  public EdgeProperties {
    more = List.copyOf(more);
  }
}
