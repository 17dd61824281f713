package org.belfry.media.srtp;

import java.security.GeneralSecurityException;
import org.belfry.media.rtp.Verdict;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jitsi.utils.logging2.Logger;

/** Our words in those of jitsi-srtp, and back. */
final class JitsiSrtp {
  private static final Logger QUIET = new QuietLogger();

  static {
    // Otherwise the first call waits, for seconds on a busy machine, while jitsi-srtp tries four
    // implementations against each other 11,000 times. Where OpenSSL is not there, it does.
    Aes.setFactoryClassName("OpenSSL");
  }

  private JitsiSrtp() {}

  static boolean usesOpenSsl() {
    return JitsiOpenSslProvider.isLoaded();
  }

  static SrtpContextFactory contexts(boolean sending, SrtpKeys keys) {
    return new SrtpContextFactory(
        sending,
        keys.key(),
        keys.salt(),
        keys.suite().rtpPolicy(),
        keys.suite().rtcpPolicy(),
        QUIET);
  }

  /** A context for any one SSRC: session keys do not depend on it, it would only be logged. */
  static SrtpCryptoContext rtp(SrtpContextFactory factory) {
    try {
      return factory.deriveContext(0, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES for SRTP", e);
    }
  }

  static SrtcpCryptoContext rtcp(SrtpContextFactory factory) {
    try {
      return factory.deriveControlContext(0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES for SRTCP", e);
    }
  }

  static Verdict verdict(SrtpErrorStatus status) {
    return switch (status) {
      case OK -> Verdict.PASS;
      case AUTH_FAIL -> Verdict.FORGED;
      case REPLAY_FAIL, REPLAY_OLD -> Verdict.REPLAYED;
      case INVALID_PACKET, FAIL -> Verdict.MALFORMED;
    };
  }
}
