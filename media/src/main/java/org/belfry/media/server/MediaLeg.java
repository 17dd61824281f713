package org.belfry.media.server;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.belfry.media.relay.DtlsSide;
import org.belfry.media.relay.IceSide;
import org.belfry.media.relay.Leg;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.relay.RtpSink;
import org.belfry.media.relay.StreamNames;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.jspecify.annotations.Nullable;

/**
 * Control's hold on one leg. Everything here may be called from any thread and returns at once; it
 * is done on the leg's loop, in the order of the calls. After {@link #close} it does nothing.
 */
public final class MediaLeg {
  private final MediaCall call;
  private final String name;
  private final TransportAddress rtp;
  private final TransportAddress rtcp;
  private final int ssrc;
  private final MediaLoop loop;
  private final LoopLeg looped;
  private volatile @Nullable Outbox outbox;

  MediaLeg(
      MediaCall call,
      String name,
      TransportAddress rtp,
      TransportAddress rtcp,
      MediaLoop loop,
      LoopLeg looped) {
    this.call = call;
    this.name = name;
    this.rtp = rtp;
    this.rtcp = rtcp;
    this.ssrc = looped.leg().ssrc();
    this.loop = loop;
    this.looped = looped;
  }

  public MediaCall call() {
    return call;
  }

  /** What control called it. */
  public String name() {
    return name;
  }

  /** The address to put into session descriptions for RTP. */
  public TransportAddress rtp() {
    return rtp;
  }

  /** The address to put into session descriptions for RTCP; that of RTP when they share a port. */
  public TransportAddress rtcp() {
    return rtcp;
  }

  /** The SSRC of what we send on it, as a signed int. */
  public int ssrc() {
    return ssrc;
  }

  /**
   * Opens another leg behind the port of this one (RFC 8843). Whoever protects this one, or tells
   * it of the pair that ICE selects, does so with the other; it closes with this one at the latest.
   *
   * @throws IllegalStateException when the call is closed
   */
  public MediaLeg share(String legName, LegSettings settings) {
    return call.share(this, legName, settings);
  }

  /** How its phone marks what belongs to this leg; counts where legs share a port. */
  public void named(StreamNames names) {
    loop.post(() -> looped.named(names));
  }

  LoopLeg looped() {
    return looped;
  }

  /** Signalling has agreed on this. */
  public void apply(LegSettings settings) {
    with(leg -> leg.apply(settings, loop.now()));
  }

  /**
   * What encrypts and decrypts from now on; {@link Protection#AWAITING_KEYS} as soon as it is known
   * that the leg will be encrypted.
   *
   * @param rtcp that of packets on RTCP's own port, where it has keys of its own (RFC 5764 §3)
   */
  public void protect(Protection protection, Protection rtcp) {
    with(leg -> leg.protect(protection, rtcp));
  }

  /** Who gets STUN messages; null for nobody. */
  public void ice(@Nullable IceSide side) {
    with(leg -> leg.ice(side));
  }

  /** Who gets DTLS records; null for nobody. */
  public void dtls(@Nullable DtlsSide side) {
    with(leg -> leg.dtls(side));
  }

  /** An application that listens beside other legs; null for none. */
  public void sink(@Nullable RtpSink sink) {
    with(leg -> leg.sink(sink));
  }

  /** One more who listens, beside that: whoever records the call. Null for no more. */
  public void tap(@Nullable RtpSink tap) {
    with(leg -> leg.tap(tap));
  }

  /**
   * ICE has selected a pair.
   *
   * @param component 1 for RTP, 2 for RTCP
   * @param checked false when it is only what the far end's description says
   */
  public void selected(TransportAddress remote, int component, boolean checked) {
    loop.post(() -> looped.selected(remote, checked));
    with(leg -> leg.selected(remote, component));
  }

  /** Our half of the ICE user name on this leg: by it the leg is found where it shares a port. */
  public void called(String userFragment) {
    loop.post(() -> looped.called(userFragment));
  }

  /**
   * The phone of this leg hears that of another leg of the same call, and no longer whom it heard
   * before.
   *
   * @param map from the payload types of the source to those of this leg
   * @throws IllegalArgumentException when the other leg belongs to another call
   */
  public void hears(MediaLeg source, PayloadMap map) {
    if (source.call != call) {
      throw new IllegalArgumentException(source + " and " + this + " are of different calls");
    }
    with(leg -> source.looped.with(of -> leg.hears(of, map)));
  }

  /** The phone of this leg hears no other leg any more; applications may still send. */
  public void hearsNobody() {
    with(leg -> leg.hears(null, PayloadMap.SAME));
  }

  /**
   * Sends an RTP packet that an application has made; its payload type is one of this leg, SSRC,
   * number and timestamp are continued. One thread at a time. The packet is copied.
   *
   * @return false when the leg's loop does not keep up, and the packet is lost
   */
  public boolean send(Packet packet) {
    Outbox box = outbox;
    if (box == null) {
      box = new Outbox(looped.leg());
      outbox = box;
    }
    boolean taken = box.offer(packet);
    if (box.toAnnounce()) {
      loop.announce(box);
    }
    return taken;
  }

  /**
   * Sends bytes as they are: a STUN message, a DTLS record.
   *
   * @param bytes at most {@link Packet#MAX_LENGTH}
   * @param component 1 for the port of RTP, 2 for that of RTCP
   */
  public void sendRaw(byte[] bytes, TransportAddress to, int component) {
    Packet packet = new Packet();
    packet.copyFrom(bytes, 0, bytes.length);
    loop.post(() -> looped.sendRaw(packet, to, component));
  }

  /**
   * The sums so far, as they are when all that was asked for before is done. Never completes when
   * the server is closed.
   */
  public CompletableFuture<LegTotals> totals() {
    CompletableFuture<LegTotals> totals = new CompletableFuture<>();
    loop.post(() -> totals.complete(looped.leg().totals()));
    return totals;
  }

  /** Closes it; {@link MediaEvents#closed} follows. A second time does nothing. */
  public void close() {
    loop.post(looped::close);
  }

  private void with(Consumer<Leg> command) {
    loop.post(() -> looped.with(command));
  }

  @Override
  public String toString() {
    return call.id() + "/" + name;
  }
}
