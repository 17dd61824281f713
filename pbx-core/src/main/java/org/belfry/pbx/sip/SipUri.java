package org.belfry.pbx.sip;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SIP, SIPS or tel URI (RFC 3261 §19.1, RFC 3966).
 *
 * @param scheme lower case: {@code sip}, {@code sips}, {@code tel} or another
 * @param user unescaped user part (the number of a tel URI), or null
 * @param host lower case, IPv6 references with brackets; empty when the scheme has none
 * @param port 0 when none is written
 * @param params URI parameters; names in lower case, values unescaped, empty for flags
 * @param text the URI as it was written
 */
public record SipUri(
    String scheme,
    @Nullable String user,
    String host,
    int port,
    Map<String, String> params,
    String text) {

  public boolean isSip() {
    return scheme.equals("sip") || scheme.equals("sips");
  }

  /** The transport parameter, or null when there is none or it is unknown. */
  public @Nullable Transport transport() {
    String name = params.get("transport");
    return name == null ? null : Transport.named(name);
  }

  /** True for a loose router's URI (RFC 3261 §16.12). */
  public boolean looseRouter() {
    return params.containsKey("lr");
  }

  /** The port to use: the one written, or the transport's default. */
  public int portOr(int defaultPort) {
    return port == 0 ? defaultPort : port;
  }

  @Override
  public String toString() {
    return text;
  }
}
