package org.belfry.pbx.sip.locate;

import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What a URI says of where it leads (RFC 3263 §4: TARGET, port and transport parameter).
 *
 * @param secure a sips URI: TLS and nothing else
 * @param transport as written, or null
 * @param host name or address, IPv6 with or without brackets
 * @param port 0 when none is written
 */
public record Destination(boolean secure, @Nullable Transport transport, String host, int port) {

  public static Destination of(SipUri uri) {
    String maddr = uri.params().get("maddr");
    return new Destination(
        uri.scheme().equals("sips"),
        uri.transport(),
        maddr == null || maddr.isEmpty() ? uri.host() : maddr,
        uri.port());
  }

  /**
   * The transport that is certain without asking anybody, or null: the one written, or the default
   * of an address and of a name with a port (§4.1). TCP of a secure destination is TLS.
   */
  @Nullable Transport certainTransport(boolean numeric) {
    if (transport != null) {
      return secure && transport == Transport.TCP ? Transport.TLS : transport;
    }
    if (!numeric && port == 0) {
      return null;
    }
    return secure ? Transport.TLS : Transport.UDP;
  }
}
