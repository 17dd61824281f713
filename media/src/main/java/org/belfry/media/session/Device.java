package org.belfry.media.session;

import java.net.InetAddress;
import java.util.function.Predicate;
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
 * @param elsewhere where else than at {@code remote} its fax may be sent: UDPTL is passed on as it
 *     comes, so whoever may name any address sends anything to anybody from ours
 */
public record Device(
    boolean browser,
    boolean offersKeys,
    Encryption encryption,
    InetAddress local,
    InetAddress remote,
    @Nullable SideProfile speaks,
    Predicate<InetAddress> elsewhere) {
  /** One of which nothing is known but what signalling tells. */
  public Device(
      boolean browser,
      boolean offersKeys,
      Encryption encryption,
      InetAddress local,
      InetAddress remote) {
    this(browser, offersKeys, encryption, local, remote, null, address -> false);
  }

  /** Whether datagrams that are no RTP may be sent there when it says so. */
  boolean mayTakeDatagramsAt(InetAddress address) {
    return address.equals(remote) || elsewhere.test(address);
  }
}
