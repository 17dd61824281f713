package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Fingerprint;
import org.belfry.media.sdp.Setup;

/** How one leg's packets are protected. */
public sealed interface Keying {
  /** Not at all. */
  record Clear() implements Keying {}

  /**
   * SRTP with keys from the descriptions (RFC 4568), both of the same suite.
   *
   * @param ours protects what we send
   * @param theirs unprotects what comes
   */
  record Sdes(Crypto ours, Crypto theirs) implements Keying {}

  /**
   * SRTP with keys from a DTLS handshake (RFC 5764).
   *
   * @param role ours: {@link Setup#ACTIVE} sends the ClientHello, {@link Setup#PASSIVE} waits
   * @param theirs the handshake's certificate must have one of these
   */
  record Dtls(Setup role, List<Fingerprint> theirs) implements Keying {
    public Dtls {
      theirs = List.copyOf(theirs);
    }
  }
}
