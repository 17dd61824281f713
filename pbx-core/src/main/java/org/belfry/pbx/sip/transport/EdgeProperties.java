package org.belfry.pbx.sip.transport;

import java.util.List;

/**
 * Where the server meets the world besides UDP and TCP.
 *
 * @param more listeners for TLS, WS and WSS
 * @param advertised what we call ourselves towards whom
 * @param webSockets who may open one
 * @param connections how many there may be, and whose
 * @param trafficClass of what is sent: DSCP in the upper six bits (RFC 2474)
 */
public record EdgeProperties(
    List<Listening> more,
    Advertised advertised,
    WebSocketPolicy webSockets,
    ConnectionLimits connections,
    int trafficClass) {

  /** UDP and TCP only, by our real addresses. */
  public static final EdgeProperties DEFAULT =
      new EdgeProperties(List.of(), Advertised.NOTHING, WebSocketPolicy.DEFAULT);

  /** With the limits that the manual says. */
  public EdgeProperties(List<Listening> more, Advertised advertised, WebSocketPolicy webSockets) {
    this(
        more,
        advertised,
        webSockets,
        ConnectionLimits.DEFAULT,
        TransportProperties.CLASS_SELECTOR_3);
  }

  public EdgeProperties {
    more = List.copyOf(more);
  }
}
