package org.belfry.pbx.sip.transport;

import java.util.List;

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
