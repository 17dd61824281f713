package org.belfry.media.session;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.belfry.media.relay.DtlsSide;
import org.belfry.media.relay.Flow;
import org.belfry.media.relay.Latching;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.MediaKind;
import org.belfry.media.relay.PayloadTypes;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Quality;
import org.belfry.media.rtp.QualityWords;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.Setup;
import org.belfry.media.sdp.negotiation.Keying;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.server.MediaLeg;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpProtection;
import org.belfry.media.srtp.dtls.Dtls;
import org.belfry.media.srtp.dtls.DtlsEndpoint;
import org.belfry.media.srtp.dtls.DtlsEvent;
import org.belfry.media.srtp.dtls.DtlsRole;
import org.belfry.media.srtp.dtls.Fingerprint;
import org.belfry.media.srtp.sdes.CryptoAttribute;
import org.jspecify.annotations.Nullable;

/**
 * One media line towards one device: its leg of the media server with what agrees on its keys and
 * finds its way, and what is known of how it sounds.
 */
final class Line {
  private final Side side;
  private volatile String type;
  private final MediaLeg leg;
  private final @Nullable IceLine ice;
  private final Dtls dtls;
  private final Consumer<String> notes;
  private final AtomicReference<@Nullable TransportAddress> dtlsRemote = new AtomicReference<>();
  private List<Crypto> keys = List.of();
  private @Nullable SrtpProtection sdes;
  private @Nullable DtlsEndpoint endpoint;
  private volatile Keying keying = new Keying.Clear();
  private volatile @Nullable LegMedia agreed;
  private boolean pairSelected;
  private volatile @Nullable Quality latest;
  private volatile Duration jitter = Duration.ZERO;
  private volatile @Nullable Duration roundTrip;
  private volatile @Nullable String worst;

  Line(
      Side side,
      String type,
      MediaLeg leg,
      @Nullable IceLine ice,
      Dtls dtls,
      Consumer<String> notes) {
    this.side = side;
    this.type = type;
    this.leg = leg;
    this.ice = ice;
    this.dtls = dtls;
    this.notes = notes;
  }

  MediaLeg leg() {
    return leg;
  }

  @Nullable IceLine ice() {
    return ice;
  }

  List<Crypto> keys() {
    return keys;
  }

  void keys(List<Crypto> made) {
    keys = made;
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
    boolean byIce = media.ice() != null && ice != null;
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
    protect(media.keying(), remote, byIce);
    if (byIce && media.ice() != null && ice != null) {
      ice.remote(media.ice());
      if (media.ice().lite() && !media.ice().candidates().isEmpty()) {
        // RFC 8445 §2.5: two agents that only answer use what the other's description says.
        var first = media.ice().candidates().getFirst();
        TransportAddress there = address(first.address(), first.port());
        if (there != null) {
          leg.selected(there, 1);
        }
      }
    }
  }

  /** It was declined, or is held by nobody: nothing passes. */
  void shut() {
    agreed = null;
    leg.apply(LegSettings.of(kind(type)));
    leg.hearsNobody();
    leg.sink(null);
  }

  /** ICE has found a way. On the control thread. */
  void selected(TransportAddress remote) {
    leg.selected(remote, 1);
    dtlsRemote.set(remote);
    boolean begins = false;
    synchronized (this) {
      pairSelected = true;
      if (endpoint == null
          && keying instanceof Keying.Dtls wanted
          && wanted.role() == Setup.ACTIVE) {
        begins = open(wanted);
      }
    }
    if (begins) {
      notes.accept("a way to the " + who() + " was found, the keys are being agreed on");
    }
  }

  private synchronized void protect(
      Keying wanted, @Nullable TransportAddress remote, boolean byIce) {
    Keying former = keying;
    keying = wanted;
    switch (wanted) {
      case Keying.Clear clear -> {
        endDtls();
        leg.protect(Protection.NONE); // what had keys may get them again: its counters stay
      }
      case Keying.Sdes chosen -> {
        endDtls();
        SrtpKeys ours = keys(chosen.ours());
        SrtpKeys theirs = keys(chosen.theirs());
        if (ours == null || theirs == null) {
          leg.protect(Protection.AWAITING_KEYS);
          notes.accept("the keys of the " + who() + " cannot be used, so nothing is heard");
        } else {
          sdes = sdes == null ? new SrtpProtection(ours, theirs) : sdes.rekeyed(ours, theirs);
          leg.protect(sdes);
        }
      }
      case Keying.Dtls chosen -> {
        boolean same =
            former instanceof Keying.Dtls before
                && before.theirs().equals(chosen.theirs())
                && endpoint != null
                && endpoint.phase() != DtlsEndpoint.Phase.ENDED;
        if (!same) {
          endDtls();
          leg.protect(Protection.AWAITING_KEYS);
          if (!byIce && remote != null) {
            dtlsRemote.set(remote);
          }
          if (chosen.role() != Setup.ACTIVE || !byIce || pairSelected) {
            open(chosen);
          }
        }
      }
    }
  }

  private boolean open(Keying.Dtls wanted) {
    List<Fingerprint> announced = new ArrayList<>();
    for (var each : wanted.theirs()) {
      Optional<Fingerprint> read = Fingerprint.parse(each.text());
      read.ifPresent(announced::add);
    }
    if (announced.isEmpty()) {
      notes.accept("no fingerprint of the " + who() + " can be checked, so nothing is heard");
      return false;
    }
    DtlsEndpoint opened =
        dtls.open(
            wanted.role() == Setup.ACTIVE ? DtlsRole.ACTIVE : DtlsRole.PASSIVE,
            announced,
            this::sendRecord,
            this::happened);
    endpoint = opened;
    leg.dtls(
        new DtlsSide() {
          @Override
          public void received(byte[] record, TransportAddress from, int component) {
            if (component != 1) {
              return; // RTCP on a port of its own would be an association of its own (RFC 5764 §3)
            }
            if (ice == null && !hasKeys(opened)) {
              dtlsRemote.set(from); // its description may name an address behind a NAT
            }
            opened.received(record);
          }
        });
    return true;
  }

  private static boolean hasKeys(DtlsEndpoint of) {
    return switch (of.phase()) {
      case RESTING, READING -> true;
      case WAITING, HANDSHAKING, ENDED -> false;
    };
  }

  private void sendRecord(byte[] record) {
    TransportAddress to = dtlsRemote.get();
    if (to != null) {
      leg.sendRaw(record, to, 1);
    }
  }

  private void happened(DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Connected connected -> {
        synchronized (this) {
          if (!(keying instanceof Keying.Dtls)) {
            return; // signalling has agreed on something else meanwhile
          }
          leg.protect(connected.protection());
        }
        notes.accept("sound of the " + who() + " is encrypted: " + connected.protection().suite());
      }
      case DtlsEvent.Failed failed ->
          notes.accept("the " + who() + " and we have no keys: " + failed.why());
      case DtlsEvent.Closed closed -> notes.accept("the " + who() + ": " + closed.why());
    }
  }

  private void endDtls() {
    if (endpoint != null) {
      leg.dtls(null);
      endpoint.close();
      endpoint = null;
    }
  }

  /** The leg told something. On the control thread. */
  void happened(LegEvent event) {
    if (event instanceof LegEvent.Measured(Quality quality)) {
      latest = quality;
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
        protection(),
        totals.received(),
        totals.sent(),
        totals.lost(),
        jitter,
        roundTrip,
        totals.meanOpinion(),
        note);
  }

  private String protection() {
    return switch (keying) {
      case Keying.Clear clear -> "";
      case Keying.Sdes chosen -> "SDES";
      case Keying.Dtls chosen -> "DTLS";
    };
  }

  /** For people: caller or callee. */
  String who() {
    return side == Side.A ? "caller" : "callee";
  }

  void close() {
    synchronized (this) {
      endDtls();
    }
    if (ice != null) {
      ice.close();
    }
    leg.close();
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
  private static @Nullable TransportAddress address(String host, int port) {
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

  private static @Nullable SrtpKeys keys(Crypto line) {
    return CryptoAttribute.parse(line.text())
            instanceof CryptoAttribute.Usable(CryptoAttribute usable)
        ? usable.keys()
        : null;
  }
}
