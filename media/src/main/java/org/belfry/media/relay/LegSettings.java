package org.belfry.media.relay;

import java.time.Duration;
import org.belfry.media.rtp.Impairment;
import org.jspecify.annotations.Nullable;

/**
 * What signalling has agreed with one leg; applied again at each offer and answer.
 *
 * @param kind what the leg carries
 * @param remote where the phone says it receives; null when it has not said so yet. Port 0, 0.0.0.0
 *     and multicast addresses count as null
 * @param remoteRtcp where it receives RTCP ({@code a=rtcp}, RFC 3605); null for the port after that
 *     of RTP
 * @param signalling where its signalling comes from (the port does not matter), which is where a
 *     phone behind NAT is expected; or null
 * @param latching whose packets are accepted
 * @param rtcpMux whether RTCP shares the port of RTP (RFC 5761)
 * @param flow which way media may run
 * @param payloadTypes those agreed on; packets of others are dropped and counted
 * @param limits what the phone may send
 * @param mediaTimeout after so long without a packet from the phone, RTP or RTCP, while its flow is
 *     from the phone, the leg reports {@link LegEvent.MediaTimedOut}; zero for never
 * @param codec how the agreed codec sounds
 */
public record LegSettings(
    MediaKind kind,
    @Nullable TransportAddress remote,
    @Nullable TransportAddress remoteRtcp,
    @Nullable TransportAddress signalling,
    Latching latching,
    boolean rtcpMux,
    Flow flow,
    PayloadTypes payloadTypes,
    LegLimits limits,
    Duration mediaTimeout,
    Impairment codec) {

  /**
   * Long enough for phones that send nothing while their user is muted and no comfort noise, short
   * enough that a vanished phone does not cost much.
   */
  public static final Duration MEDIA_TIMEOUT = Duration.ofSeconds(60);

  /** Of a leg whose phone has not said anything yet: nothing passes, nothing times out. */
  public static LegSettings of(MediaKind kind) {
    return new LegSettings(
        kind,
        null,
        null,
        null,
        Latching.HOST,
        false,
        Flow.NONE,
        PayloadTypes.NONE,
        kind == MediaKind.VIDEO ? LegLimits.VIDEO : LegLimits.AUDIO,
        Duration.ZERO,
        Impairment.G711);
  }

  public LegSettings withKind(MediaKind value) {
    return new LegSettings(
        value,
        remote,
        remoteRtcp,
        signalling,
        latching,
        rtcpMux,
        flow,
        payloadTypes,
        limits,
        mediaTimeout,
        codec);
  }

  public LegSettings withRemote(@Nullable TransportAddress value) {
    return new LegSettings(
        kind,
        value,
        remoteRtcp,
        signalling,
        latching,
        rtcpMux,
        flow,
        payloadTypes,
        limits,
        mediaTimeout,
        codec);
  }

  public LegSettings withRemoteRtcp(@Nullable TransportAddress value) {
    return new LegSettings(
        kind,
        remote,
        value,
        signalling,
        latching,
        rtcpMux,
        flow,
        payloadTypes,
        limits,
        mediaTimeout,
        codec);
  }

  /** Sets whose packets are accepted and where signalling comes from. */
  public LegSettings withLatching(Latching value, @Nullable TransportAddress signallingFrom) {
    return new LegSettings(
        kind,
        remote,
        remoteRtcp,
        signallingFrom,
        value,
        rtcpMux,
        flow,
        payloadTypes,
        limits,
        mediaTimeout,
        codec);
  }

  public LegSettings withRtcpMux(boolean value) {
    return new LegSettings(
        kind,
        remote,
        remoteRtcp,
        signalling,
        latching,
        value,
        flow,
        payloadTypes,
        limits,
        mediaTimeout,
        codec);
  }

  public LegSettings withFlow(Flow value) {
    return new LegSettings(
        kind,
        remote,
        remoteRtcp,
        signalling,
        latching,
        rtcpMux,
        value,
        payloadTypes,
        limits,
        mediaTimeout,
        codec);
  }

  /** Sets the payload types agreed on and how the first of them sounds. */
  public LegSettings withPayloadTypes(PayloadTypes value, Impairment sounds) {
    return new LegSettings(
        kind,
        remote,
        remoteRtcp,
        signalling,
        latching,
        rtcpMux,
        flow,
        value,
        limits,
        mediaTimeout,
        sounds);
  }

  public LegSettings withLimits(LegLimits value) {
    return new LegSettings(
        kind,
        remote,
        remoteRtcp,
        signalling,
        latching,
        rtcpMux,
        flow,
        payloadTypes,
        value,
        mediaTimeout,
        codec);
  }

  /** Sets when a leg's silence is reported; zero for never. */
  public LegSettings withMediaTimeout(Duration value) {
    return new LegSettings(
        kind,
        remote,
        remoteRtcp,
        signalling,
        latching,
        rtcpMux,
        flow,
        payloadTypes,
        limits,
        value,
        codec);
  }
}
