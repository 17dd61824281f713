package org.belfry.pbx.sip.transport;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a WebSocket for SIP: RFC 7118 §4.1 wants the sub-protocol {@code sip}, RFC 6455
 * §4.2.1 an upgrade of version 13, and browsers say which page asks (RFC 6455 §10.2).
 *
 * <p>A page of the same host name may, on whatever port, and what is no browser and so says no
 * origin. SIP asks for its own credentials on the connection, so this is a second fence, not the
 * first.
 *
 * @param origins others that may, as browsers write them ({@code https://intranet.example}); {@code
 *     *} for all
 */
public record WebSocketPolicy(List<String> origins) {

  /** What the manual says: pages of our own host. */
  public static final WebSocketPolicy DEFAULT = new WebSocketPolicy(List.of());

  /** The sub-protocol's name. */
  public static final String SUBPROTOCOL = "sip";

  private static final String VERSION = "13";

  public WebSocketPolicy {
    origins = List.copyOf(origins);
  }

  /**
   * What a client asks for, as its header fields say.
   *
   * @param protocols Sec-WebSocket-Protocol, comma-separated
   * @param host Host: what the client takes us for
   */
  public record Offer(
      String method,
      @Nullable String upgrade,
      @Nullable String version,
      @Nullable String protocols,
      @Nullable String origin,
      @Nullable String host) {}

  /**
   * A no.
   *
   * @param status of HTTP
   * @param sentence for the developer of the client
   */
  public record Refusal(int status, String sentence) {}

  /** Null when the client may. */
  public @Nullable Refusal judge(Offer offer) {
    if (!offer.method().equals("GET")) {
      return new Refusal(405, "A WebSocket is opened with GET.");
    }
    if (offer.upgrade() == null || !offer.upgrade().equalsIgnoreCase("websocket")) {
      return new Refusal(426, "This is a WebSocket for SIP (RFC 7118).");
    }
    if (!VERSION.equals(offer.version())) {
      return new Refusal(426, "WebSocket version 13 is needed (RFC 6455).");
    }
    if (!offersSip(offer.protocols())) {
      return new Refusal(400, "The sub-protocol sip is needed (RFC 7118).");
    }
    if (!mayCome(offer.origin(), offer.host())) {
      return new Refusal(403, "Pages of this origin may not open a WebSocket here.");
    }
    return null;
  }

  private static boolean offersSip(@Nullable String protocols) {
    if (protocols == null) {
      return false;
    }
    for (String each : protocols.split(",", -1)) {
      if (each.strip().equalsIgnoreCase(SUBPROTOCOL)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayCome(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    for (String known : origins) {
      if (known.equals("*") || known.equalsIgnoreCase(origin)) {
        return true;
      }
    }
    String page = hostOf(origin);
    return page != null && host != null && page.equals(hostOf("ws://" + host));
  }

  private static @Nullable String hostOf(String uri) {
    try {
      String host = URI.create(uri).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null; // "null", which browsers say for pages without an origin, ends here too
    }
  }
}
