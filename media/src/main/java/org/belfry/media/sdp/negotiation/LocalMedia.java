package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.Candidate;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Fingerprint;
import org.belfry.media.sdp.IceCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Where and how we take one m-line's media on one side. Only what the side's description calls for
 * is used of it.
 *
 * @param address a literal, as the side is to see it
 * @param port 1 to 65535
 * @param rtcpPort 1 to 65535; the same as {@code port} if RTCP has none of its own
 * @param ice our agent, or null to go without
 * @param fingerprint of our certificate, or null: then no DTLS
 * @param keys one for each suite of {@link SideProfile#suites}; tags are given by the negotiation
 * @param source our stream's name, or null to leave it unsaid
 */
public record LocalMedia(
    String address,
    int port,
    int rtcpPort,
    @Nullable LocalIce ice,
    @Nullable Fingerprint fingerprint,
    List<Crypto> keys,
    @Nullable LocalSource source) {
  public LocalMedia {
    keys = List.copyOf(keys);
    if (port < 1 || port > 65535 || rtcpPort < 1 || rtcpPort > 65535) {
      throw new IllegalArgumentException("media on ports " + port + " and " + rtcpPort);
    }
  }

  /** Plain RTP with RTCP on the next port. */
  public static LocalMedia plain(String address, int port) {
    return new LocalMedia(address, port, port + 1, null, null, List.of(), null);
  }

  public LocalMedia withKeys(List<Crypto> value) {
    return new LocalMedia(address, port, rtcpPort, ice, fingerprint, value, source);
  }

  public LocalMedia withFingerprint(Fingerprint value) {
    return new LocalMedia(address, port, rtcpPort, ice, value, keys, source);
  }

  public LocalMedia withIce(LocalIce value) {
    return new LocalMedia(address, port, rtcpPort, value, fingerprint, keys, source);
  }

  public LocalMedia withSource(@Nullable LocalSource value) {
    return new LocalMedia(address, port, rtcpPort, ice, fingerprint, keys, value);
  }

  /**
   * Our ICE agent for one m-line.
   *
   * @param candidates of component 1, and of component 2 for a side that does not multiplex; those
   *     are left out where it does
   * @param lite whether it only answers checks (RFC 8445 §2.5)
   * @param trickle whether it takes candidates later (RFC 8838)
   * @param complete whether these are all of its candidates
   */
  public record LocalIce(
      IceCredentials credentials,
      List<Candidate> candidates,
      boolean lite,
      boolean trickle,
      boolean complete) {
    public LocalIce {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * The stream that we send (RFC 5576).
   *
   * @param ssrc 0 to 2^32 - 1
   * @param cname the same for all streams of a side
   */
  public record LocalSource(long ssrc, String cname) {}
}
