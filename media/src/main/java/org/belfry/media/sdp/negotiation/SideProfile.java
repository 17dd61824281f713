package org.belfry.media.sdp.negotiation;

import java.util.List;
import java.util.Locale;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.SessionDescription;

/**
 * How we speak to the device on one side: what our first offer to it looks like, and what of its
 * own offers is taken. From its first offer or answer on, later offers to it look like what was
 * agreed.
 *
 * @param transport of our offers
 * @param opportunistic whether an offer of plain RTP carries keys too (RFC 8643)
 * @param encryption what is taken from it
 * @param suites of SRTP that are offered and taken (RFC 4568 §6.2), the most wanted first; {@link
 *     LocalMedia#keys} has one key for each
 * @param ice whether our offers carry ICE
 * @param rtcpMux whether our offers ask for RTCP on the port of RTP (RFC 5761)
 * @param bundle whether several m-lines may share one transport (RFC 8843)
 * @param understands names of the codecs that the device is known to have; empty: not known
 */
public record SideProfile(
    RtpTransport transport,
    boolean opportunistic,
    Encryption encryption,
    List<String> suites,
    boolean ice,
    boolean rtcpMux,
    boolean bundle,
    List<String> understands) {
  private static final List<String> SUITES =
      List.of(
          "AES_CM_128_HMAC_SHA1_80",
          "AES_CM_128_HMAC_SHA1_32",
          "AES_256_CM_HMAC_SHA1_80",
          "AES_256_CM_HMAC_SHA1_32",
          "AEAD_AES_128_GCM",
          "AEAD_AES_256_GCM");

  /** What is taken for granted of a device of which nothing is known. */
  private static final List<String> EVERYBODY_HAS = List.of("PCMU", "PCMA");

  /** Plain RTP; a device that offers encryption by itself gets it. */
  public static final SideProfile PLAIN =
      new SideProfile(
          RtpTransport.AVP, false, Encryption.ALLOWED, SUITES, false, false, false, List.of());

  /** Plain RTP with keys beside it: a device that knows RFC 8643 encrypts. */
  public static final SideProfile SDES_OPTIONAL =
      new SideProfile(
          RtpTransport.AVP, true, Encryption.ALLOWED, SUITES, false, false, false, List.of());

  /** SRTP with keys in the description (RFC 4568), or no call. */
  public static final SideProfile SDES_REQUIRED =
      new SideProfile(
          RtpTransport.SAVP, false, Encryption.REQUIRED, SUITES, false, false, false, List.of());

  /** DTLS-SRTP without the rest of WebRTC (RFC 5763), or no call. */
  public static final SideProfile DTLS =
      new SideProfile(
          RtpTransport.DTLS_SAVP,
          false,
          Encryption.REQUIRED,
          SUITES,
          false,
          true,
          false,
          List.of());

  /** A browser (RFC 8829, 8834): DTLS-SRTP, ICE, one port for RTP and RTCP, bundles. */
  public static final SideProfile WEBRTC =
      new SideProfile(
          RtpTransport.DTLS_SAVPF,
          false,
          Encryption.REQUIRED,
          List.of(),
          true,
          true,
          true,
          // RFC 7874 §3: what every one of them has.
          List.of("opus", "PCMU", "PCMA"));

  /** The profile that goes best with a device of which only its offer is known. */
  public static SideProfile like(SessionDescription offer) {
    for (MediaDescription section : offer.media()) {
      RtpTransport transport = RtpTransport.of(section.protocol());
      if (transport != null && !section.isDisabled()) {
        Carriage carriage = Carriage.of(section, transport);
        if (carriage.isWebRtc()) {
          return WEBRTC;
        }
        if (carriage.isDtls()) {
          return DTLS.withIce(carriage.ice());
        }
        return transport.isSecure() ? SDES_REQUIRED : carriage.keys() ? SDES_OPTIONAL : PLAIN;
      }
    }
    return PLAIN;
  }

  public SideProfile {
    suites = List.copyOf(suites);
    understands = List.copyOf(understands);
    if (opportunistic && transport.isSecure()) {
      throw new IllegalArgumentException("keys beside plain RTP, but the RTP is not plain");
    }
    if (transport.isSecure() && encryption == Encryption.FORBIDDEN) {
      throw new IllegalArgumentException("offers encryption and forbids it");
    }
  }

  public SideProfile withEncryption(Encryption value) {
    return new SideProfile(
        transport, opportunistic, value, suites, ice, rtcpMux, bundle, understands);
  }

  public SideProfile withUnderstands(List<String> codecs) {
    return new SideProfile(
        transport, opportunistic, encryption, suites, ice, rtcpMux, bundle, codecs);
  }

  public SideProfile withIce(boolean value) {
    return new SideProfile(
        transport, opportunistic, encryption, suites, value, rtcpMux, bundle, understands);
  }

  public SideProfile withBundle(boolean value) {
    return new SideProfile(
        transport, opportunistic, encryption, suites, ice, rtcpMux, value, understands);
  }

  /** Whether the device lacks every one of these codecs, as far as one can tell. */
  boolean lacksAll(List<String> encodings) {
    List<String> has =
        (understands.isEmpty() ? EVERYBODY_HAS : understands)
            .stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    return encodings.stream().noneMatch(name -> has.contains(name.toLowerCase(Locale.ROOT)));
  }
}
