package org.belfry.media.session;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.media.relay.Flow;
import org.belfry.media.relay.Latching;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.MediaKind;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.relay.PayloadTypes;
import org.belfry.media.relay.StreamNames;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Quality;
import org.belfry.media.rtp.QualityCourse;
import org.belfry.media.rtp.QualityWords;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.negotiation.Keying;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.sdp.negotiation.StreamMarks;
import org.belfry.media.server.MediaLeg;
import org.jspecify.annotations.Nullable;

/**
 * One media line towards one device: its leg of the media server, what carries it, and what is
 * known of how it sounds.
 */
final class Line {
  private final Side side;
  private final String who;
  private volatile String type;
  private final MediaLeg leg;
  private final MediaTransport carrier;
  private volatile @Nullable LegMedia agreed;
  private final QualityCourse course = new QualityCourse();
  private volatile @Nullable Quality latest;
  private volatile Duration jitter = Duration.ZERO;
  private volatile @Nullable Duration roundTrip;
  private volatile @Nullable String worst;

  /** What it hears of other lines, said again when an announcement is over. */
  private volatile Runnable heard;

  private volatile boolean interrupted;

  /**
   * @param carrier alone or with other lines
   */
  Line(Side side, String who, String type, MediaLeg leg, MediaTransport carrier) {
    this.side = side;
    this.who = who;
    this.type = type;
    this.leg = leg;
    this.carrier = carrier;
    this.heard = leg::hearsNobody;
  }

  /** Its phone hears that of another line, and nobody else. */
  void hears(Line other, PayloadMap map) {
    heard = () -> leg.hears(other.leg, map);
    again();
  }

  void hearsNobody() {
    heard = leg::hearsNobody;
    leg.hearsNobody();
  }

  /** Its phone hears a packet that was made here, unless an announcement is heard just now. */
  void send(Packet packet) {
    if (!interrupted) {
      leg.send(packet);
    }
  }

  /** Its phone hears nothing but what is sent by {@link #leg}; or what it heard before. */
  void interrupt(boolean on) {
    interrupted = on;
    if (on) {
      leg.hearsNobody();
    } else {
      heard.run();
    }
  }

  private void again() {
    if (!interrupted) {
      heard.run();
    }
  }

  MediaLeg leg() {
    return leg;
  }

  MediaTransport carrier() {
    return carrier;
  }

  static MediaKind kind(String type) {
    return switch (type) {
      case "audio" -> MediaKind.AUDIO;
      case "video" -> MediaKind.VIDEO;
      default -> MediaKind.DATAGRAMS;
    };
  }

  /**
   * Offer and answer have come to this.
   *
   * @param now a line may become another: fax takes the place of sound (ITU-T T.38 §D.2.2)
   */
  void apply(String now, LegMedia media, Device device, Latching latching, Duration timeout) {
    type = now;
    agreed = media;
    TransportAddress remote = address(media.remoteAddress(), media.remotePort());
    boolean byIce = carrier.findsItsWay(media);
    if (kind(now) == MediaKind.DATAGRAMS) {
      if (byIce || !(media.keying() instanceof Keying.Clear)) {
        leg.apply(LegSettings.of(MediaKind.DATAGRAMS)); // nobody speaks fax so
        return;
      }
      if (remote != null && !device.mayTakeDatagramsAt(remote.address())) {
        remote = null; // its first datagram tells, if it comes from where its signalling does
      }
    }
    leg.named(names(media.marks()));
    leg.apply(
        LegSettings.of(kind(now))
            .withRemote(byIce ? null : remote)
            .withRemoteRtcp(
                byIce || media.rtcpMux()
                    ? null
                    : address(media.remoteRtcpAddress(), media.remoteRtcpPort()))
            .withLatching(
                byIce ? Latching.SELECTED : latching, TransportAddress.of(device.remote(), 9))
            .withRtcpMux(media.rtcpMux())
            .withFlow(flow(media))
            .withPayloadTypes(PayloadTypes.of(clockRates(media)), impairment(media.codec()))
            .withMediaTimeout(timeout));
    carrier.apply(media, remote);
  }

  /** It was declined, or is held by nobody: nothing passes. */
  void shut() {
    agreed = null;
    leg.apply(LegSettings.of(kind(type)));
    hearsNobody();
    leg.sink(null);
  }

  /** The leg told something. On the control thread. */
  void happened(LegEvent event) {
    if (event instanceof LegEvent.Measured(Quality quality)) {
      latest = quality;
      course.add(quality);
      if (quality.jitter().compareTo(jitter) > 0) {
        jitter = quality.jitter();
      }
      if (quality.roundTrip() != null) {
        roundTrip = quality.roundTrip();
      }
      List<String> words = QualityWords.of(quality);
      if (!words.isEmpty()) {
        worst = words.getFirst();
      }
    }
  }

  /** What was measured last, or null. */
  @Nullable Quality latest() {
    return latest;
  }

  LegReport report(LegTotals totals) {
    LegMedia media = agreed;
    PayloadFormat codec = media == null ? null : media.codec();
    String note = worst;
    if (media != null && media.direction().receives() && totals.received() == 0) {
      note = "no RTP ever came from the " + who();
    }
    return new LegReport(
        side,
        type,
        codec == null ? null : codec.encoding(),
        carrier.protection(),
        totals.received(),
        totals.sent(),
        totals.lost(),
        jitter,
        roundTrip,
        totals.meanOpinion(),
        note,
        course.points());
  }

  /** For people: caller, callee or phone. */
  String who() {
    return who;
  }

  void close() {
    carrier.close();
    leg.close();
  }

  private static StreamNames names(StreamMarks marks) {
    return new StreamNames(
        marks.mid(),
        marks.extension(),
        marks.sources().stream().map(ssrc -> (int) (long) ssrc).toList());
  }

  private static Flow flow(LegMedia media) {
    if (media.direction().sends()) {
      return media.direction().receives() ? Flow.BOTH : Flow.TO_PHONE;
    }
    return media.direction().receives() ? Flow.FROM_PHONE : Flow.NONE;
  }

  private static Map<Integer, Integer> clockRates(LegMedia media) {
    Map<Integer, Integer> rates = new HashMap<>();
    for (PayloadFormat each : media.receives()) {
      rates.put(each.payloadType(), Math.clamp(each.clockRate(), 1000, 200_000));
    }
    // An application sends with the numbers that the phone wants, which may be others.
    for (PayloadFormat each : media.sends()) {
      rates.putIfAbsent(each.payloadType(), Math.clamp(each.clockRate(), 1000, 200_000));
    }
    return rates;
  }

  private static Impairment impairment(@Nullable PayloadFormat codec) {
    if (codec == null) {
      return Impairment.G711;
    }
    return switch (codec.encoding().toLowerCase(Locale.ROOT)) {
      case "g722" -> Impairment.G722;
      case "opus" -> Impairment.OPUS;
      case "g729" -> Impairment.G729;
      case "gsm" -> Impairment.GSM;
      default -> Impairment.G711;
    };
  }

  /** A literal; a name is never looked up: the phone's first packet tells. */
  static @Nullable TransportAddress address(String host, int port) {
    if (port < 1 || port > 65535) {
      return null;
    }
    try {
      var address = InetAddress.ofLiteral(host);
      return address.isAnyLocalAddress() || address.isMulticastAddress()
          ? null
          : TransportAddress.of(address, port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
