package org.belfry.media.srtp;

import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Verdict;

/**
 * SRTP and SRTCP of one leg (RFC 3711): one master key for what we send, one for what we receive,
 * any of the suites, up to {@value Contexts#MAX} streams each way.
 *
 * <p>It holds the roll-over counters: as long as the keys stay the same, it must too. Whoever makes
 * a new one for the same keys (after a re-INVITE, say) loses the peer after 65,536 packets and uses
 * a keystream twice. {@link #isFor} tells.
 *
 * <p>Verdicts: {@link Verdict#FORGED} for a wrong tag, {@link Verdict#REPLAYED} for an index seen
 * before or more than 63 behind, {@link Verdict#NO_KEYS} for the MKI of another key or one stream
 * too many to send, {@link Verdict#MALFORMED} for what is neither RTP nor RTCP or leaves no room.
 */
public final class SrtpProtection implements Protection {
  private final SrtpKeys sendingKeys;
  private final SrtpKeys receivingKeys;
  private final Sending sending;
  private final Receiving receiving;

  public SrtpProtection(SrtpKeys sending, SrtpKeys receiving) {
    this.sendingKeys = sending;
    this.receivingKeys = receiving;
    this.sending = new Sending(sending);
    this.receiving = new Receiving(receiving);
  }

  private SrtpProtection(
      SrtpKeys sendingKeys, SrtpKeys receivingKeys, Sending sending, Receiving receiving) {
    this.sendingKeys = sendingKeys;
    this.receivingKeys = receivingKeys;
    this.sending = sending;
    this.receiving = receiving;
  }

  /**
   * The same with other keys, on the same thread: the way whose key stays goes on with its
   * counters, as it does at the peer (RFC 3711 §3.3.1). A phone that makes a new key for each offer
   * still counts on in what it receives.
   */
  public SrtpProtection rekeyed(SrtpKeys sendingNow, SrtpKeys receivingNow) {
    if (isFor(sendingNow, receivingNow)) {
      return this;
    }
    return new SrtpProtection(
        sendingNow,
        receivingNow,
        sendingKeys.equals(sendingNow) ? sending : new Sending(sendingNow),
        receivingKeys.equals(receivingNow) ? receiving : new Receiving(receivingNow));
  }

  /**
   * Loads what the first call would wait for, by sending and receiving a packet with every suite.
   * For the start of a server, before it takes calls.
   *
   * @return whether OpenSSL does the work; else Java does, and makes three times as much garbage or
   *     more
   */
  public static boolean prepare() {
    Packet packet = new Packet();
    for (SrtpSuite suite : SrtpSuite.values()) {
      SrtpKeys keys =
          new SrtpKeys(suite, new byte[suite.keyLength()], new byte[suite.saltLength()]);
      SrtpProtection both = new SrtpProtection(keys, keys);
      packet.beginRtp(0, 1, 0, 1, 160);
      Verdict there = both.protect(packet);
      Verdict back = both.unprotect(packet);
      if (there != Verdict.PASS || back != Verdict.PASS) {
        throw new IllegalStateException(suite + " does not work here: " + there + ", " + back);
      }
    }
    return JitsiSrtp.usesOpenSsl();
  }

  @Override
  public Verdict protect(Packet packet) {
    return switch (packet.kind()) {
      case RTP -> sending.rtp(packet);
      case RTCP -> sending.rtcp(packet);
      case STUN, DTLS, TURN_CHANNEL, UNKNOWN -> Verdict.MALFORMED;
    };
  }

  @Override
  public Verdict unprotect(Packet packet) {
    return switch (packet.kind()) {
      case RTP -> receiving.rtp(packet);
      case RTCP -> receiving.rtcp(packet);
      case STUN, DTLS, TURN_CHANNEL, UNKNOWN -> Verdict.MALFORMED;
    };
  }

  /** Whether these are its keys, so that it must go on. */
  public boolean isFor(SrtpKeys sendingThen, SrtpKeys receivingThen) {
    return sendingKeys.equals(sendingThen) && receivingKeys.equals(receivingThen);
  }

  /** The suite of what we receive. */
  public SrtpSuite suite() {
    return receivingKeys.suite();
  }

  /** RTP streams received so far, at most {@value Contexts#MAX}. */
  public int streamsReceived() {
    return receiving.streams();
  }

  /** RTP streams sent so far, at most {@value Contexts#MAX}. */
  public int streamsSent() {
    return sending.streams();
  }
}
