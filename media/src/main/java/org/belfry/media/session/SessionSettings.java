package org.belfry.media.session;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.belfry.media.ice.IceSettings;
import org.belfry.media.ice.Subnet;
import org.belfry.media.play.Clip;
import org.belfry.media.relay.Latching;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.sdp.negotiation.CodecPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How calls' media is treated.
 *
 * @param codecs which may be used, and in which order
 * @param excluded addresses of ours that no candidate tells
 * @param latching whose packets are accepted before a leg has locked
 * @param mediaTimeout after so long without a packet a call ends; zero for never
 * @param music for who is held, 16000 samples per second; null for silence
 */
public record SessionSettings(
    CodecPolicy codecs,
    IceSettings ice,
    List<Subnet> excluded,
    Latching latching,
    Duration mediaTimeout,
    @Nullable Clip music) {
  public static final SessionSettings DEFAULT =
      new SessionSettings(
          CodecPolicy.DEFAULT,
          IceSettings.DEFAULT,
          List.of(),
          Latching.HOST,
          LegSettings.MEDIA_TIMEOUT,
          null);

  public SessionSettings {
    excluded = List.copyOf(excluded);
  }

  /** How an address of ours looks from outside. */
  public interface OurAddress {
    /**
     * @param local the address of ours that a socket is bound to
     * @param remote who is told
     * @return {@code local}, or the public address of the NAT in front when the remote is beyond it
     */
    InetAddress shown(InetAddress local, InetAddress remote);
  }
}
