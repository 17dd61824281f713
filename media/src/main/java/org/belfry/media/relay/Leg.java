package org.belfry.media.relay;

import java.util.Arrays;
import org.belfry.media.relay.Latch.Decision;
import org.belfry.media.rtp.NtpTime;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Reception;
import org.belfry.media.rtp.Reception.Arrival;
import org.belfry.media.rtp.RtcpWriter;
import org.belfry.media.rtp.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One side of one media line of a call: what came from its phone is checked here, counted and given
 * to whoever hears it; what goes to its phone is made continuous here, counted and sent. Belongs to
 * one thread; nothing is allocated per packet.
 *
 * <p>All times are nanoseconds of the steady clock that the owner passes.
 */
public final class Leg {
  /** What strangers may send together: enough for the checks of a busy ICE agent. */
  private static final LegLimits STRANGERS = new LegLimits(200, 200_000);

  /** After this silence an encrypted leg listens to everybody again: its phone may have moved. */
  private static final long MOVED_NANOS = 1_500_000_000L;

  /** Each so many calls of {@link #everySecond} the leg measures and reports. */
  private static final int SECONDS_PER_REPORT = 5;

  private static final Route[] NO_ROUTES = {};
  private static final Object APPLICATION = new Object();

  private record Route(Leg to, PayloadMap map) {}

  private final Wire rtpWire;
  private final @Nullable Wire rtcpWire;
  private final LegEvents events;
  private final Packet scratch;
  private final RtcpWriter writer;
  private final Continuity continuity;
  private final Reception reception = new Reception();
  private final Reports reports;
  private final Watch watch;
  private final Latch latch = new Latch();
  private final Latch rtcpLatch = new Latch();
  private final RateLimit limit;
  private final RateLimit strangersLimit;
  private final Drops drops = new Drops();

  private LegSettings settings;
  private Protection protection = Protection.NONE;
  private Protection rtcpProtection = Protection.NONE;
  private @Nullable IceSide ice;
  private @Nullable DtlsSide dtls;
  private @Nullable RtpSink sink;
  private @Nullable RtpSink tap;
  private Route[] routes = NO_ROUTES;
  private @Nullable Leg heard;

  private long received;
  private long receivedOctets;
  private long sent;
  private long sentOctets;
  private int clockRate = 8000;
  private int seconds;

  /**
   * @param settings of the beginning
   * @param stream our SSRC on this leg and where its numbers begin
   * @param cname our canonical name, at most 255 bytes
   * @param rtpWire the port for RTP
   * @param rtcpWire that for RTCP; null when it shares the port of RTP whatever is agreed
   * @param scratch for what the leg writes itself; may be shared by all legs of the thread
   */
  public Leg(
      LegSettings settings,
      StreamStart stream,
      byte[] cname,
      Wire rtpWire,
      @Nullable Wire rtcpWire,
      Packet scratch,
      LegEvents events,
      long now) {
    this.settings = settings;
    this.rtpWire = rtpWire;
    this.rtcpWire = rtcpWire;
    this.scratch = scratch;
    this.writer = new RtcpWriter(scratch);
    this.events = events;
    this.continuity = new Continuity(stream.ssrc(), stream.sequence(), stream.timestamp());
    this.reports = new Reports(cname.clone());
    this.watch = new Watch(events, now);
    this.limit = new RateLimit(settings.limits(), now);
    this.strangersLimit = new RateLimit(STRANGERS, now);
    apply(settings, now);
  }

  // ---- what control says
  // ---------------------------------------------------------------------------

  /** Signalling has agreed on something new: at each offer and answer. */
  public void apply(LegSettings newSettings, long now) {
    boolean wasExpected = mustSpeak(settings);
    if (newSettings.kind() == MediaKind.DATAGRAMS && settings.kind() != MediaKind.DATAGRAMS) {
      latch.keep(newSettings.signalling()); // sound may go where other datagrams must not
    }
    settings = newSettings;
    limit.limits(newSettings.limits());
    TransportAddress remote = usable(newSettings.remote());
    latch.expect(newSettings.latching(), remote, newSettings.signalling());
    TransportAddress rtcp = usable(newSettings.remoteRtcp());
    if (rtcp == null && remote != null) {
      rtcp = remote.withPort(Math.min(remote.port() + 1, 65535));
    }
    rtcpLatch.expect(newSettings.latching(), rtcp, newSettings.signalling());
    if (mustSpeak(newSettings) && !wasExpected) {
      watch.expectedFrom(now);
    }
    narrow(now);
  }

  /** Nobody is at port 0, at 0.0.0.0 (which once meant hold) or at a group of hosts. */
  private static @Nullable TransportAddress usable(@Nullable TransportAddress address) {
    return address == null
            || address.port() == 0
            || address.address().isAnyLocalAddress()
            || address.address().isMulticastAddress()
        ? null
        : address;
  }

  /**
   * Whether silence of this phone means that it is gone. Not on hold: one that holds says sendonly,
   * and many have no music to send.
   */
  private static boolean mustSpeak(LegSettings settings) {
    return settings.flow() == Flow.BOTH && !settings.mediaTimeout().isZero();
  }

  /**
   * Once the leg has locked and nobody else can be let in any more, the system need not take
   * others' packets. With keys the phone may move, and with ICE it may come from several addresses.
   */
  private void narrow(long now) {
    boolean open =
        ice != null
            || dtls != null
            || latch.mayYield(now)
            || (protection != Protection.NONE && watch.silence(now) > MOVED_NANOS);
    rtpWire.narrow(open ? null : latch.locked());
    Wire second = rtcpWire;
    if (second != null) {
      second.narrow(open ? null : rtcpLatch.locked());
    }
  }

  /**
   * From now on packets are encrypted and decrypted by these.
   *
   * @param rtcp on the port of RTCP, where it has one (RFC 5764 §3)
   */
  public void protect(Protection newProtection, Protection rtcp) {
    protection = newProtection;
    rtcpProtection = rtcp;
    widen();
  }

  /** From now on packets on both ports are encrypted and decrypted by this. */
  public void protect(Protection newProtection) {
    protect(newProtection, newProtection);
  }

  /** STUN messages go there; null for nowhere. */
  public void ice(@Nullable IceSide side) {
    ice = side;
    widen();
  }

  /** DTLS records go there; null for nowhere. */
  public void dtls(@Nullable DtlsSide side) {
    dtls = side;
    widen();
  }

  /** An application listens to this leg, beside other legs; null for no more. */
  public void sink(@Nullable RtpSink newSink) {
    sink = newSink;
  }

  /** One more who listens, beside that: whoever records the call. Null for no more. */
  public void tap(@Nullable RtpSink newTap) {
    tap = newTap;
  }

  /**
   * ICE has selected a pair for a component (RFC 8445 §8.1.1).
   *
   * @param component 1 for RTP, 2 for RTCP
   */
  public void selected(TransportAddress remote, int component) {
    (component == 1 ? latch : rtcpLatch).lock(remote);
    widen();
  }

  /**
   * From now on this leg's phone hears that leg's, and nobody else. One leg may be heard by
   * several.
   *
   * @param source null for nobody
   * @param map from the source's payload types to those of this leg
   */
  public void hears(@Nullable Leg source, PayloadMap map) {
    Leg before = heard;
    if (before != null) {
      before.removeRoute(this);
    }
    heard = source;
    if (source != null) {
      source.routes = Arrays.copyOf(source.routes, source.routes.length + 1);
      source.routes[source.routes.length - 1] = new Route(this, map);
    }
  }

  private void removeRoute(Leg to) {
    routes = Arrays.stream(routes).filter(route -> route.to() != to).toArray(Route[]::new);
  }

  /** Others than the present source may come now; {@link #narrow} looks again within a second. */
  private void widen() {
    rtpWire.narrow(null);
    Wire second = rtcpWire;
    if (second != null) {
      second.narrow(null);
    }
  }

  /** The leg ends: it hears nobody and nobody hears it. */
  public void close() {
    hears(null, PayloadMap.SAME);
    for (Route route : routes) {
      route.to().heard = null;
    }
    routes = NO_ROUTES;
    ice = null;
    dtls = null;
    sink = null;
    tap = null;
  }

  // ---- what comes from the phone
  // -------------------------------------------------------------------

  /**
   * One datagram came.
   *
   * @param onRtcpPort whether it came to the leg's second port
   */
  public void received(Packet packet, Sender sender, boolean onRtcpPort, long now) {
    boolean known = (onRtcpPort ? rtcpLatch : latch).isFrom(sender);
    if (!(known ? limit : strangersLimit).admits(packet.length(), now)) {
      drop(Dropped.TOO_FAST);
    } else if (settings.kind() == MediaKind.DATAGRAMS) {
      datagram(packet, sender, now);
    } else {
      switch (packet.kind()) {
        case RTP -> {
          if (onRtcpPort) {
            drop(Dropped.UNEXPECTED);
          } else {
            rtp(packet, sender, now);
          }
        }
        case RTCP -> rtcp(packet, sender, onRtcpPort, now);
        case STUN -> stun(packet, sender, onRtcpPort);
        case DTLS -> dtls(packet, sender, onRtcpPort);
        case TURN_CHANNEL, UNKNOWN -> drop(Dropped.UNEXPECTED);
      }
    }
  }

  private void rtp(Packet packet, Sender sender, long now) {
    if (!packet.looksLikeRtp()) {
      drop(Dropped.MALFORMED);
      return;
    }
    if (!settings.flow().fromPhone()) {
      drop(Dropped.NOT_WANTED);
      return;
    }
    int payloadType = packet.payloadType();
    int rate = settings.payloadTypes().clockRate(payloadType);
    if (rate == 0) {
      drop(Dropped.NOT_AGREED);
      return;
    }
    boolean known = latch.isFrom(sender);
    boolean proves = protection != Protection.NONE;
    if (!known && !proves && !admitted(packet, sender, now)) {
      return;
    }
    Verdict verdict = protection.unprotect(packet);
    if (verdict != Verdict.PASS) {
      drop(Dropped.by(verdict));
      return;
    }
    Arrival arrival = arrived(packet, now, rate);
    if (arrival == Arrival.DUPLICATE || arrival == Arrival.STRAY) {
      if (settings.kind() == MediaKind.AUDIO) {
        drop(arrival == Arrival.STRAY ? Dropped.STRAY : Dropped.DUPLICATE);
        return;
      }
    } else if (!known && proves && arrival != Arrival.LATE) {
      move(sender, now);
    }
    received++;
    receivedOctets += packet.length();
    clockRate = rate;
    watch.rtpCame(now);
    RtpSink listener = sink;
    if (listener != null) {
      listener.received(packet, now);
    }
    RtpSink second = tap;
    if (second != null) {
      second.received(packet, now);
    }
    forward(packet, payloadType, rate, now);
  }

  private Arrival arrived(Packet packet, long now, int rate) {
    // Of several sources in a video the one that spoke first is measured: they are not one stream.
    if (settings.kind() == MediaKind.VIDEO
        && reception.begun()
        && packet.ssrc() != reception.ssrc()) {
      return Arrival.NEXT;
    }
    return reception.arrived(packet, now, rate);
  }

  /** Whether a packet without proof counts; drops it otherwise. */
  private boolean admitted(Packet packet, Sender sender, long now) {
    TransportAddress before = latch.locked();
    Decision decision = latch.offered(sender, packet.ssrc(), packet.sequence(), now);
    if (decision != Decision.ACCEPTED) {
      drop(decision == Decision.WATCHED ? Dropped.WATCHED : Dropped.STRANGER);
      return false;
    }
    tellMoved(before);
    return true;
  }

  private void move(Sender sender, long now) {
    TransportAddress before = latch.locked();
    latch.proven(sender, now);
    tellMoved(before);
  }

  private void tellMoved(@Nullable TransportAddress before) {
    TransportAddress after = latch.locked();
    if (after == null || after.equals(before)) {
      return;
    }
    events.happened(
        before == null ? new LegEvent.MediaBegan(after) : new LegEvent.SourceMoved(before, after));
  }

  private void forward(Packet packet, int payloadType, int rate, long now) {
    Route[] all = routes;
    if (all.length == 0) {
      if (sink == null) {
        drop(Dropped.NO_RECEIVER);
      }
      return;
    }
    int last = all.length - 1;
    for (int i = 0; i <= last; i++) {
      Route route = all[i];
      int mapped = route.map().map(payloadType);
      if (mapped < 0) {
        drop(Dropped.NOT_AGREED);
        continue;
      }
      Packet copy = packet;
      if (i < last) {
        copy = scratch;
        copy.copyFrom(packet);
      }
      copy.payloadType(mapped);
      route.to().send(copy, this, rate, now);
    }
  }

  private void datagram(Packet packet, Sender sender, long now) {
    if (!settings.flow().fromPhone()) {
      drop(Dropped.NOT_WANTED);
      return;
    }
    if (packet.length() < 2) {
      drop(Dropped.MALFORMED);
      return;
    }
    // UDPTL has no source, and begins with a sequence number too (ITU-T T.38 §9.1).
    byte[] bytes = packet.bytes();
    int sequence = (bytes[packet.offset()] & 0xff) << 8 | (bytes[packet.offset() + 1] & 0xff);
    if (!latch.isFrom(sender)) {
      TransportAddress before = latch.locked();
      Decision decision = latch.offered(sender, 0, sequence, now);
      if (decision != Decision.ACCEPTED) {
        drop(decision == Decision.WATCHED ? Dropped.WATCHED : Dropped.STRANGER);
        return;
      }
      tellMoved(before);
    }
    received++;
    receivedOctets += packet.length();
    watch.rtpCame(now);
    if (routes.length == 0) {
      drop(Dropped.NO_RECEIVER);
    }
    for (Route route : routes) {
      route.to().sendAsItIs(packet);
    }
  }

  private void rtcp(Packet packet, Sender sender, boolean onRtcpPort, long now) {
    if (unprotected(packet, sender, onRtcpPort)
        && report(packet, now)
        && rtcpProtection != Protection.NONE
        && onRtcpPort
        && !rtcpLatch.isFrom(sender)) {
      rtcpLatch.proven(sender, now);
    }
  }

  /** Decrypts what is RTCP of the phone; drops what is not. */
  private boolean unprotected(Packet packet, Sender sender, boolean onRtcpPort) {
    Protection by = onRtcpPort ? rtcpProtection : protection;
    if (by == Protection.NONE && !isRtcpFromPhone(sender, onRtcpPort)) {
      drop(Dropped.STRANGER);
      return false;
    }
    Verdict verdict = by.unprotect(packet);
    if (verdict != Verdict.PASS) {
      drop(Dropped.by(verdict));
    }
    return verdict == Verdict.PASS;
  }

  /** Of a {@link Bundle}: as a datagram that came, but who reads it is told later. */
  boolean opensRtcp(Packet packet, Sender sender, long now) {
    if (!(latch.isFrom(sender) ? limit : strangersLimit).admits(packet.length(), now)) {
      drop(Dropped.TOO_FAST);
      return false;
    }
    return unprotected(packet, sender, false);
  }

  /**
   * Reads RTCP in the clear, and passes on that of pictures.
   *
   * @return false when it was malformed, and dropped
   */
  boolean report(Packet packet, long now) {
    Verdict verdict = reports.received(packet, continuity.ssrc(), now);
    if (verdict != Verdict.PASS) {
      drop(Dropped.by(verdict));
      return false;
    }
    watch.signCame(now);
    if (passesReports()) {
      passReports(packet);
    }
    return true;
  }

  /** Whether RTCP of the phone goes on to whoever hears it. */
  boolean passesReports() {
    return settings.kind() == MediaKind.VIDEO;
  }

  /** Whether packets of this type were agreed on. */
  boolean takes(int payloadType) {
    return settings.payloadTypes().clockRate(payloadType) != 0;
  }

  private void passReports(Packet packet) {
    Route[] all = routes;
    for (int i = 0; i < all.length; i++) {
      Packet copy = packet;
      if (i < all.length - 1) {
        copy = scratch;
        copy.copyFrom(packet);
      }
      all[i].to().sendRtcp(copy);
    }
  }

  /** RTCP without keys counts when it comes from the host that RTP comes from, or was signalled. */
  private boolean isRtcpFromPhone(Sender sender, boolean onRtcpPort) {
    if (!onRtcpPort) {
      return latch.isFrom(sender);
    }
    if (rtcpLatch.isFrom(sender)) {
      return true;
    }
    TransportAddress rtp = latch.locked();
    if (rtcpLatch.locked() != null || rtp == null || !sender.isHost(rtp)) {
      return false;
    }
    rtcpLatch.lock(sender.toAddress());
    return true;
  }

  private void stun(Packet packet, Sender sender, boolean onRtcpPort) {
    IceSide side = ice;
    if (side == null) {
      drop(Dropped.UNEXPECTED);
    } else {
      side.received(packet.toBytes(), sender.toAddress(), onRtcpPort ? 2 : 1);
    }
  }

  private void dtls(Packet packet, Sender sender, boolean onRtcpPort) {
    DtlsSide side = dtls;
    if (side == null) {
      drop(Dropped.UNEXPECTED);
    } else {
      side.received(packet.toBytes(), sender.toAddress(), onRtcpPort ? 2 : 1);
    }
  }

  // ---- what goes to the phone
  // ----------------------------------------------------------------------

  /**
   * An application sends an RTP packet to the phone. Its payload type must be one of this leg;
   * SSRC, number and timestamp are made part of the leg's stream, gaps and all.
   */
  public void send(Packet packet, long now) {
    int rate = settings.payloadTypes().clockRate(packet.payloadType());
    if (rate == 0) {
      drop(Dropped.NOT_AGREED);
    } else {
      send(packet, APPLICATION, rate, now);
    }
  }

  private void send(Packet packet, Object from, int rate, long now) {
    TransportAddress target = latch.target();
    if (!settings.flow().toPhone()) {
      drop(Dropped.RECEIVER_HELD);
      return;
    }
    if (target == null) {
      drop(Dropped.NO_ADDRESS);
      return;
    }
    if (settings.kind() == MediaKind.AUDIO) {
      packet.dropExtension();
      if (!continuity.rewrite(packet, from, now, rate)) {
        drop(Dropped.OVERTAKEN);
        return;
      }
    }
    int octets = packet.payloadLength();
    Verdict verdict = protection.protect(packet);
    if (verdict != Verdict.PASS) {
      drop(Dropped.by(verdict));
    } else if (rtpWire.send(packet, target)) {
      sent++;
      sentOctets += octets;
    } else {
      drop(Dropped.NOT_SENT);
    }
  }

  private void sendAsItIs(Packet packet) {
    TransportAddress target = latch.target();
    if (!settings.flow().toPhone()) {
      drop(Dropped.RECEIVER_HELD);
    } else if (target == null) {
      drop(Dropped.NO_ADDRESS);
    } else if (rtpWire.send(packet, target)) {
      sent++;
      sentOctets += packet.length();
    } else {
      drop(Dropped.NOT_SENT);
    }
  }

  private void sendRtcp(Packet packet) {
    Wire second = rtcpWire;
    boolean shared = settings.rtcpMux() || second == null;
    TransportAddress target = shared ? latch.target() : rtcpLatch.target();
    if (target == null) {
      drop(Dropped.NO_ADDRESS);
      return;
    }
    Verdict verdict = (shared ? protection : rtcpProtection).protect(packet);
    if (verdict != Verdict.PASS) {
      drop(Dropped.by(verdict));
    } else if (!(shared || second == null ? rtpWire : second).send(packet, target)) {
      drop(Dropped.NOT_SENT);
    }
  }

  // ---- what time brings
  // ----------------------------------------------------------------------------

  /**
   * Call about once a second: time-outs are noticed here, and each fifth call measures, tells
   * {@link LegEvent.Measured} and sends a report.
   *
   * @param wall {@link NtpTime} of now
   */
  public void everySecond(long now, long wall) {
    boolean expected = settings.flow().fromPhone();
    if (mustSpeak(settings)) {
      watch.check(now, settings.mediaTimeout());
    }
    narrow(now);
    seconds++;
    if (seconds % SECONDS_PER_REPORT != 0) {
      return;
    }
    reception.endInterval();
    watch.measure(reception, reports, sent, clockRate, settings.codec(), expected, now);
    if (settings.kind() == MediaKind.AUDIO && (sent > 0 || received > 0)) {
      reports.write(writer, continuity, heard, sent, sentOctets, reception, now, wall);
      sendRtcp(scratch);
    }
  }

  // ---- what is asked
  // -------------------------------------------------------------------------------

  /** The SSRC of what this leg sends. */
  public int ssrc() {
    return continuity.ssrc();
  }

  /** Where its phone's packets come from; null when none has been accepted yet. */
  public @Nullable TransportAddress source() {
    return latch.locked();
  }

  /** How many packets went no further for this reason. */
  public long dropped(Dropped why) {
    return drops.of(why);
  }

  public long packetsReceived() {
    return received;
  }

  public long packetsSent() {
    return sent;
  }

  public LegTotals totals() {
    return new LegTotals(
        received,
        receivedOctets,
        reception.lost(),
        sent,
        sentOctets,
        drops.toMap(),
        watch.meanOpinion(),
        watch.worstOpinion());
  }

  Reports reports() {
    return reports;
  }

  private void drop(Dropped why) {
    drops.count(why);
  }
}
