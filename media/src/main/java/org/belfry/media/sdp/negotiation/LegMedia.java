package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.PayloadFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the media server must know of one m-line on one side.
 *
 * @param transport index of the m-line whose {@link LocalMedia} carries this one; another than its
 *     own in a bundle
 * @param remoteAddress a literal or a name, where we send to until something better is known; zeros
 *     are nowhere: the side holds, or waits for ICE
 * @param remotePort 9 if only ICE will tell
 * @param remoteRtcpAddress mostly the same as of RTP
 * @param remoteRtcpPort the same as of RTP when multiplexed
 * @param rtcpMux whether RTCP shares the port of RTP
 * @param direction as we see it: {@code sends} if we send to this side
 * @param sends with the numbers that this side wants; the first is what we encode in
 * @param receives with the numbers that we told this side
 * @param ice null: without
 * @param ptime milliseconds a packet that this side wants; 20 if it did not say
 * @param marks how its packets are told from those of others on the same port
 */
public record LegMedia(
    int transport,
    String remoteAddress,
    int remotePort,
    String remoteRtcpAddress,
    int remoteRtcpPort,
    boolean rtcpMux,
    Direction direction,
    List<PayloadFormat> sends,
    List<PayloadFormat> receives,
    Keying keying,
    @Nullable RemoteIce ice,
    int ptime,
    StreamMarks marks) {
  /** When a side says nothing (RFC 3551 §4.2). */
  static final int USUAL_PTIME = 20;

  public LegMedia {
    sends = List.copyOf(sends);
    receives = List.copyOf(receives);
  }

  /** The codec that we encode in, or null if the leg has none. */
  public @Nullable PayloadFormat codec() {
    return sends.stream().filter(PayloadFormat::isSpeech).findFirst().orElse(null);
  }

  /** The digits of a keypad that this side takes as events at the codec's rate, or null. */
  public @Nullable PayloadFormat telephoneEvent() {
    PayloadFormat codec = codec();
    PayloadFormat any = null;
    for (PayloadFormat format : sends) {
      if (format.isUsableEvent()) {
        // RFC 4733 §2.1: events and sound of one stream count in the same clock.
        if (codec == null || format.clockRate() == codec.clockRate()) {
          return format;
        }
        any = any == null ? format : any;
      }
    }
    return any;
  }
}
