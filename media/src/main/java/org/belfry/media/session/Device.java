package org.belfry.media.session;

import java.net.InetAddress;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.SideProfile;
import org.jspecify.annotations.Nullable;

/**
 * What signalling knows of the device at one end.
 *
 * @param browser whether it speaks WebRTC: what we offer it is that
 * @param offersKeys whether keys are offered beside plain RTP (RFC 8643); only where signalling is
 *     encrypted, or they would travel in the open
 * @param encryption what it may or must do
 * @param local our address that it speaks to
 * @param remote the address that its signalling comes from
 * @param speaks how it speaks in an earlier part of the same call, or null: it is offered that
 *     first
 */
public record Device(
    boolean browser,
    boolean offersKeys,
    Encryption encryption,
    InetAddress local,
    InetAddress remote,
    @Nullable SideProfile speaks) {
  /** One of which nothing is known but what signalling tells. */
  public Device(
      boolean browser,
      boolean offersKeys,
      Encryption encryption,
      InetAddress local,
      InetAddress remote) {
    this(browser, offersKeys, encryption, local, remote, null);
  }
}
