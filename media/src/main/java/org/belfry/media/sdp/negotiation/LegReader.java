package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.Connection;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.IceCredentials;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.RtcpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of a side's description what the media server must know.
 *
 * @param carrier the section whose transport counts
 * @param transport its index
 * @param onePort whether RTCP shares the port of RTP, or there is none
 * @param ice whether both sides do ICE
 */
record LegReader(MediaDescription carrier, int transport, boolean onePort, boolean ice) {

  /**
   * @param section the stream's own
   * @param ourLite whether our agent only answers
   * @param weOffered whether the description is an answer to ours
   */
  LegMedia leg(
      MediaDescription section,
      Direction direction,
      List<PayloadFormat> sends,
      List<PayloadFormat> receives,
      Keying keying,
      boolean ourLite,
      boolean weOffered) {
    String address = address(carrier.connection());
    String rtcpAddress = address;
    int rtcpPort = Math.min(carrier.port() + 1, 65535);
    RtcpAddress rtcp = carrier.rtcp();
    if (onePort) {
      rtcpPort = carrier.port();
    } else if (rtcp != null) {
      rtcpPort = rtcp.port();
      rtcpAddress = rtcp.connection() == null ? address : rtcp.connection().address();
    }
    int ptime = section.ptime();
    return new LegMedia(
        transport,
        address,
        carrier.port(),
        rtcpAddress,
        rtcpPort,
        onePort,
        direction,
        sends,
        receives,
        keying,
        ice ? agent(ourLite, weOffered) : null,
        ptime > 0 ? ptime : LegMedia.USUAL_PTIME,
        StreamMarks.of(section));
  }

  private static String address(@Nullable Connection connection) {
    if (connection == null) {
      throw new IllegalStateException("media without a c-line");
    }
    return connection.address();
  }

  private @Nullable RemoteIce agent(boolean ourLite, boolean weOffered) {
    IceCredentials credentials = carrier.iceCredentials();
    if (credentials == null) {
      return null;
    }
    boolean lite = carrier.iceLite();
    boolean controlling = lite == ourLite ? weOffered : lite;
    return new RemoteIce(
        credentials,
        carrier.candidates(),
        lite,
        carrier.iceOptions().contains("trickle"),
        carrier.endOfCandidates(),
        controlling);
  }
}
