package org.belfry.media.srtp;

import java.security.GeneralSecurityException;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * What we send under one master key (RFC 3711 §3.3). A context is made for each SSRC and kept: one
 * that was dropped and made again would begin at roll-over 0 and use the keystream a second time,
 * so a further SSRC is refused instead.
 *
 * <p>The packet index of a stream may go back by 63 at most, and never to one that was used (two
 * packets under one index give away both, §9.1): such a packet is {@link Verdict#REPLAYED}. A
 * sequence that jumps forward by less than 2^15 is followed; one that restarts is not, as no
 * receiver would (§3.3.1): whoever rewrites packets keeps it continuous or takes a new SSRC.
 */
final class Sending {
  private final SrtpSuite suite;
  private final Mki mki;
  private final SrtpContextFactory factory;
  private final Contexts<SrtpCryptoContext> rtp = new Contexts<>();
  private final Contexts<SrtcpCryptoContext> rtcp = new Contexts<>();
  private final PacketBuffer buffer = new PacketBuffer();
  private @Nullable SrtpCryptoContext nextRtp;
  private @Nullable SrtcpCryptoContext nextRtcp;

  Sending(SrtpKeys keys) {
    suite = keys.suite();
    mki = new Mki(keys.mki());
    factory = JitsiSrtp.contexts(true, keys);
    // Made here, by whoever agreed the keys, and not by the media loop at the first packet.
    nextRtp = JitsiSrtp.rtp(factory);
    nextRtcp = JitsiSrtp.rtcp(factory);
  }

  int streams() {
    return rtp.size();
  }

  Verdict rtp(Packet packet) {
    int before = packet.length();
    int overhead = suite.rtpOverhead();
    if (!packet.looksLikeRtp() || !fits(packet, overhead)) {
      return Verdict.MALFORMED;
    }
    try {
      SrtpCryptoContext context = rtp.find(packet.ssrc());
      if (context == null) {
        if (rtp.full()) {
          return Verdict.NO_KEYS;
        }
        context = nextRtp == null ? JitsiSrtp.rtp(factory) : nextRtp;
        nextRtp = null;
        rtp.put(packet.ssrc(), context);
      }
      SrtpErrorStatus status = context.transformPacket(buffer.of(packet));
      if (status != SrtpErrorStatus.OK) {
        return JitsiSrtp.verdict(status);
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      return Verdict.MALFORMED;
    }
    return finished(packet, before, overhead, suite.rtpOverhead());
  }

  Verdict rtcp(Packet packet) {
    int before = packet.length();
    int overhead = suite.rtcpOverhead();
    if (before < Receiving.RTCP_HEADER || !fits(packet, overhead)) {
      return Verdict.MALFORMED;
    }
    try {
      SrtcpCryptoContext context = rtcp.find(packet.rtcpSsrc());
      if (context == null) {
        if (rtcp.full()) {
          return Verdict.NO_KEYS;
        }
        context = nextRtcp == null ? JitsiSrtp.rtcp(factory) : nextRtcp;
        nextRtcp = null;
        rtcp.put(packet.rtcpSsrc(), context);
      }
      SrtpErrorStatus status = context.transformPacket(buffer.of(packet));
      if (status != SrtpErrorStatus.OK) {
        return JitsiSrtp.verdict(status);
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      return Verdict.MALFORMED;
    }
    return finished(packet, before, overhead, overhead - 4);
  }

  private boolean fits(Packet packet, int overhead) {
    return packet.offset() + packet.length() + overhead + mki.length() <= packet.bytes().length;
  }

  private Verdict finished(Packet packet, int before, int overhead, int tag) {
    // jitsi-srtp answers OK where AES-GCM failed, with the packet as it was: in the clear.
    if (packet.length() != before + overhead) {
      return Verdict.MALFORMED;
    }
    mki.insert(packet, suite.aead() ? 0 : tag);
    return Verdict.PASS;
  }
}
