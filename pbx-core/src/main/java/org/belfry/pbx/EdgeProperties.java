package org.belfry.pbx;

import java.util.List;
import org.belfry.pbx.proxy.Advertised;
import org.belfry.pbx.sip.transport.Listening;
import org.belfry.pbx.sip.transport.WebSocketPolicy;

/**
 * Where the server meets the world besides UDP and TCP.
 *
 * @param more listeners for TLS, WS and WSS
 * @param advertised what we call ourselves towards whom
 * @param webSockets who may open one
 */
public record EdgeProperties(
    List<Listening> more, Advertised advertised, WebSocketPolicy webSockets) {

  /** UDP and TCP only, by our real addresses. */
  public static final EdgeProperties DEFAULT =
      new EdgeProperties(List.of(), Advertised.NOTHING, WebSocketPolicy.DEFAULT);

  public EdgeProperties {
    more = List.copyOf(more);
  }
}
