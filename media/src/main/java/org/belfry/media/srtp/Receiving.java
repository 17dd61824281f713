package org.belfry.media.srtp;

import java.security.GeneralSecurityException;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jspecify.annotations.Nullable;

/**
 * What we receive under one master key (RFC 3711 §3.3). A stream's context is kept from its first
 * authentic packet on. An unknown SSRC is tried with a spare context, which a forged packet leaves
 * as it was: session keys do not depend on the SSRC (§4.3.1). So a forgery costs one
 * authentication, makes nothing and drives out nothing.
 */
final class Receiving {
  /** Bytes of an RTCP packet that stay in the clear (RFC 3711 §3.4). */
  static final int RTCP_HEADER = 8;

  private final SrtpSuite suite;
  private final Mki mki;
  private final SrtpContextFactory factory;
  private final Contexts<SrtpCryptoContext> rtp = new Contexts<>();
  private final Contexts<SrtcpCryptoContext> rtcp = new Contexts<>();
  private final PacketBuffer buffer = new PacketBuffer();
  private @Nullable SrtpCryptoContext spareRtp;
  private @Nullable SrtcpCryptoContext spareRtcp;

  Receiving(SrtpKeys keys) {
    suite = keys.suite();
    mki = new Mki(keys.mki());
    factory = JitsiSrtp.contexts(false, keys);
    // Made here, by whoever agreed the keys, and not by the media loop at the first packet.
    spareRtp = JitsiSrtp.rtp(factory);
    spareRtcp = JitsiSrtp.rtcp(factory);
  }

  int streams() {
    return rtp.size();
  }

  Verdict rtp(Packet packet) {
    int overhead = suite.rtpOverhead();
    if (packet.length() < Packet.RTP_HEADER + overhead + mki.length()) {
      return Verdict.MALFORMED;
    }
    Verdict verdict = mki.remove(packet, suite.aead() ? 0 : overhead);
    if (verdict != Verdict.PASS) {
      return verdict;
    }
    int ssrc = packet.ssrc();
    SrtpCryptoContext context = rtp.find(ssrc);
    try {
      boolean known = context != null;
      if (context == null) {
        context = spareRtp == null ? JitsiSrtp.rtp(factory) : spareRtp;
        spareRtp = context;
      }
      verdict = JitsiSrtp.verdict(context.reverseTransformPacket(buffer.of(packet), false));
      if (verdict == Verdict.PASS) {
        if (known) {
          rtp.used(ssrc);
        } else {
          rtp.put(ssrc, context);
          spareRtp = null;
        }
      }
      return verdict;
    } catch (GeneralSecurityException | RuntimeException e) {
      spareRtp = null; // it may have believed the packet
      return Verdict.MALFORMED;
    }
  }

  Verdict rtcp(Packet packet) {
    int overhead = suite.rtcpOverhead();
    if (packet.length() < RTCP_HEADER + overhead + mki.length()) {
      return Verdict.MALFORMED;
    }
    Verdict verdict = mki.remove(packet, suite.aead() ? 0 : overhead - 4);
    if (verdict != Verdict.PASS) {
      return verdict;
    }
    int ssrc = packet.rtcpSsrc();
    SrtcpCryptoContext context = rtcp.find(ssrc);
    try {
      boolean known = context != null;
      if (context == null) {
        context = spareRtcp == null ? JitsiSrtp.rtcp(factory) : spareRtcp;
        spareRtcp = context;
      }
      verdict = JitsiSrtp.verdict(context.reverseTransformPacket(buffer.of(packet)));
      if (verdict == Verdict.PASS) {
        if (known) {
          rtcp.used(ssrc);
        } else {
          rtcp.put(ssrc, context);
          spareRtcp = null;
        }
      }
      return verdict;
    } catch (GeneralSecurityException | RuntimeException e) {
      spareRtcp = null; // it may have believed the packet
      return Verdict.MALFORMED;
    }
  }
}
