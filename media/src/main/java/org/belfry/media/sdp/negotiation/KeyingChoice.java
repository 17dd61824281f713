package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Fingerprint;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.Setup;
import org.jspecify.annotations.Nullable;

/** Whether and how a line is encrypted (RFC 4568 §5, 5763 §5, 8643 §3, 8842 §5). */
final class KeyingChoice {
  private KeyingChoice() {}

  /** Why an offer of encryption cannot be answered, or null if it can or is none. */
  static @Nullable String lacking(MediaDescription theirs, Carriage carriage, SideProfile profile) {
    if (carriage.isDtls()) {
      return theirs.fingerprints().isEmpty() ? "It says DTLS but has no fingerprint" : null;
    }
    if (carriage.transport().isSecure() && first(theirs.crypto(), profile) == null) {
      return "It says SRTP but none of its keys is of a known suite";
    }
    return null;
  }

  /**
   * @throws BadSdp if the side may not, or must, encrypt
   */
  static void checkOffer(int index, MediaDescription theirs, Carriage carriage, SideProfile profile)
      throws BadSdp {
    boolean secure = carriage.isDtls() || carriage.transport().isSecure();
    if (secure && profile.encryption() == Encryption.FORBIDDEN) {
      throw new BadSdp(
          Warning.TRANSPORT_PROTOCOL,
          "Media may not be encrypted here, m-line " + (index + 1) + " is");
    }
    boolean offered = secure || first(theirs.crypto(), profile) != null;
    if (!offered && profile.encryption() == Encryption.REQUIRED) {
      throw new BadSdp(
          Warning.TRANSPORT_PROTOCOL,
          "Media must be encrypted here, m-line " + (index + 1) + " is not");
    }
  }

  /** The offer's first key that can be used, without one that every packet would have to name. */
  private static @Nullable Crypto first(List<Crypto> offered, SideProfile profile) {
    Crypto named = null;
    for (Crypto crypto : offered) {
      if (!isUsable(crypto) || !profile.suites().contains(crypto.suite())) {
        continue;
      }
      if (crypto.mki() == null) {
        return crypto;
      }
      named = named == null ? crypto : named;
    }
    return named;
  }

  /** RFC 4568 §6.3: a parameter that is not understood spoils the line, a window hint does not. */
  private static boolean isUsable(Crypto crypto) {
    return crypto.fits()
        && crypto.sessionParameters().stream().allMatch(parameter -> parameter.startsWith("WSH="));
  }

  static @Nullable Crypto ofSuite(List<Crypto> keys, String suite) {
    for (Crypto key : keys) {
      if (key.suite().equals(suite)) {
        return key;
      }
    }
    return null;
  }

  /**
   * What we answer an offer with.
   *
   * @param theirs the section whose transport counts
   * @param state what was agreed before
   */
  static Keying ofOffer(
      MediaDescription theirs,
      Carriage carriage,
      SideProfile profile,
      LocalMedia local,
      LineState state) {
    if (carriage.isDtls()) {
      if (local.fingerprint() == null) {
        throw new IllegalArgumentException("DTLS without a certificate of ours");
      }
      return new Keying.Dtls(role(theirs, carriage, state), theirs.fingerprints());
    }
    Crypto chosen = first(theirs.crypto(), profile);
    Crypto ours = chosen == null ? null : ofSuite(local.keys(), chosen.suite());
    if (chosen != null && ours != null && profile.encryption() != Encryption.FORBIDDEN) {
      return new Keying.Sdes(ours.withTag(chosen.tag()), chosen);
    }
    boolean must = carriage.transport().isSecure() || profile.encryption() == Encryption.REQUIRED;
    if (must) {
      throw new IllegalArgumentException("no key of ours for what was offered");
    }
    return new Keying.Clear(); // RFC 8643 §3.1: keys beside plain RTP may be overlooked
  }

  private static Setup role(MediaDescription theirs, Carriage carriage, LineState state) {
    Setup setup = theirs.setup();
    if (setup == Setup.PASSIVE) {
      return Setup.ACTIVE;
    }
    // RFC 4145 §4: unsaid is active.
    if (setup == null || setup == Setup.ACTIVE) {
      return Setup.PASSIVE;
    }
    List<Fingerprint> before = state.fingerprints();
    if (state.role() != null && before.equals(theirs.fingerprints())) {
      return state.role(); // RFC 8842 §5.3: the association stays, and so do the roles
    }
    // DEVIATION RFC 8842 §5.3: "should be active". Without ICE we do not know where a peer behind
    // NAT is until it sends something; so it has to begin.
    return carriage.ice() ? Setup.ACTIVE : Setup.PASSIVE;
  }

  /**
   * What an answer to our offer means.
   *
   * @param sent our section
   * @param answer the answer's section
   * @param carrier the answer's section whose transport counts
   * @throws BadSdp if it is not encrypted as we offered it
   */
  static Keying ofAnswer(
      MediaDescription sent,
      MediaDescription answer,
      MediaDescription carrier,
      Carriage carriage,
      SideProfile profile)
      throws BadSdp {
    RtpTransport transport = RtpTransport.of(answer.protocol());
    if (transport == null || transport.isDtls() != carriage.transport().isDtls()) {
      throw new BadSdp(
          Warning.TRANSPORT_PROTOCOL,
          "The answer says "
              + BadSdp.quoted(answer.protocol())
              + " where "
              + carriage.transport().protocol()
              + " was offered");
    }
    if (carriage.isDtls()) {
      if (carrier.fingerprints().isEmpty()) {
        throw new BadSdp(Warning.ATTRIBUTE, "The answer says DTLS but has no fingerprint");
      }
      Setup role = carrier.setup() == Setup.PASSIVE ? Setup.ACTIVE : Setup.PASSIVE;
      return new Keying.Dtls(role, carrier.fingerprints());
    }
    for (Crypto theirs : carriage.keys() ? answer.crypto() : List.<Crypto>of()) {
      for (Crypto ours : sent.crypto()) {
        // RFC 4568 §5.1.3: the tag says which of ours was taken.
        if (ours.tag() == theirs.tag() && ours.suite().equals(theirs.suite()) && isUsable(theirs)) {
          return new Keying.Sdes(ours, theirs);
        }
      }
    }
    if (transport.isSecure() || carriage.transport().isSecure()) {
      throw new BadSdp(Warning.ATTRIBUTE, "The answer says SRTP but takes none of the keys");
    }
    if (profile.encryption() == Encryption.REQUIRED) {
      throw new BadSdp(
          Warning.TRANSPORT_PROTOCOL, "Media must be encrypted here, the answer is in the clear");
    }
    return new Keying.Clear();
  }
}
