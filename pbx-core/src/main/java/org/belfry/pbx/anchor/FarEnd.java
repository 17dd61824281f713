package org.belfry.pbx.anchor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a leg, as far as signalling knows.
 *
 * @param transport how SIP goes there: who is behind a WebSocket is a browser
 * @param remote where SIP goes, perhaps a NAT's or proxy's address
 * @param local our end of that, or null when it is not known
 * @param aor whose device, or null for a neighbour or another domain
 * @param agreed how it speaks in an earlier part of the same call, or null: what we offer it is
 *     that
 * @param elsewhere where else than at {@code remote} it may have datagrams sent that are no RTP
 */
public record FarEnd(
    Transport transport,
    InetSocketAddress remote,
    @Nullable InetSocketAddress local,
    @Nullable Aor aor,
    @Nullable AgreedMedia agreed,
    Predicate<InetAddress> elsewhere) {

  /** One that gets other datagrams than RTP where its signalling comes from. */
  public FarEnd(
      Transport transport,
      InetSocketAddress remote,
      @Nullable InetSocketAddress local,
      @Nullable Aor aor,
      @Nullable AgreedMedia agreed) {
    this(transport, remote, local, aor, agreed, address -> false);
  }

  /**
   * True for an application of ours: one with media of its own, or one that hands descriptions on
   * to another call through our proxy. A trunk's provider is a far end like any other. {@code
   * remote} is unresolved then, and its host is the application's name.
   */
  public boolean inside() {
    return transport == Transport.INSIDE;
  }
}
