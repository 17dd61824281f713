package org.belfry.media.srtp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jitsi.srtp.SrtpPolicy;

/**
 * A crypto suite of SRTP, with the lengths that RFC 3711 (§8.2), RFC 4568 (§6.2), RFC 6188 (§2) and
 * RFC 7714 (§12) give it.
 */
public enum SrtpSuite {
  AES_CM_128_HMAC_SHA1_80(16, 14, 10, 10, 0x0001),
  AES_CM_128_HMAC_SHA1_32(16, 14, 4, 10, 0x0002),
  AES_256_CM_HMAC_SHA1_80(32, 14, 10, 10, 0),
  AES_256_CM_HMAC_SHA1_32(32, 14, 4, 10, 0),
  AEAD_AES_128_GCM(16, 12, 16, 16, 0x0007),
  AEAD_AES_256_GCM(32, 12, 16, 16, 0x0008);

  private static final int HMAC_SHA1_KEY = 20;

  private final int keyLength;
  private final int saltLength;
  private final int rtpTagLength;
  private final int rtcpTagLength;
  private final int dtlsProfile;

  SrtpSuite(int keyLength, int saltLength, int rtpTagLength, int rtcpTagLength, int dtlsProfile) {
    this.keyLength = keyLength;
    this.saltLength = saltLength;
    this.rtpTagLength = rtpTagLength;
    this.rtcpTagLength = rtcpTagLength;
    this.dtlsProfile = dtlsProfile;
  }

  /** Bytes of the master key. */
  public int keyLength() {
    return keyLength;
  }

  /** Bytes of the master salt. */
  public int saltLength() {
    return saltLength;
  }

  /** Bytes that protection adds to an RTP packet, without an MKI. */
  public int rtpOverhead() {
    return rtpTagLength;
  }

  /** Bytes that protection adds to an RTCP packet, without an MKI: the tag and E || index. */
  public int rtcpOverhead() {
    return rtcpTagLength + 4;
  }

  /**
   * The protection profile of DTLS-SRTP (RFC 5764 §4.1.2, RFC 7714 §14.2), or 0: AES_256_CM has
   * none that IANA registered.
   */
  public int dtlsProfile() {
    return dtlsProfile;
  }

  /** Whether the tag is part of the ciphertext (RFC 7714), with an MKI behind it. */
  boolean aead() {
    return this == AEAD_AES_128_GCM || this == AEAD_AES_256_GCM;
  }

  /**
   * The suite of a name in a crypto attribute (RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.1), exactly
   * as written there, or by the name that older phones give AES_256_CM.
   */
  public static Optional<SrtpSuite> named(String name) {
    return Arrays.stream(values())
        .filter(s -> s.name().equals(name) || s.oldName().equals(name))
        .findFirst();
  }

  /** The suite of a DTLS-SRTP protection profile. */
  public static Optional<SrtpSuite> ofDtlsProfile(int profile) {
    return Arrays.stream(values())
        .filter(s -> s.dtlsProfile != 0 && s.dtlsProfile == profile)
        .findFirst();
  }

  /** What we offer unless a site says otherwise: the strong ones, and what everybody has. */
  public static List<SrtpSuite> preferred() {
    return List.of(
        AEAD_AES_128_GCM, AEAD_AES_256_GCM, AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32);
  }

  private String oldName() {
    return name().replace("AES_256_CM_", "AES_CM_256_");
  }

  SrtpPolicy rtpPolicy() {
    return policy(rtpTagLength);
  }

  SrtpPolicy rtcpPolicy() {
    return policy(rtcpTagLength);
  }

  private SrtpPolicy policy(int tagLength) {
    return aead()
        ? new SrtpPolicy(
            SrtpPolicy.AESGCM_ENCRYPTION,
            keyLength,
            SrtpPolicy.NULL_AUTHENTICATION,
            0,
            tagLength,
            saltLength)
        : new SrtpPolicy(
            SrtpPolicy.AESCM_ENCRYPTION,
            keyLength,
            SrtpPolicy.HMACSHA1_AUTHENTICATION,
            HMAC_SHA1_KEY,
            tagLength,
            saltLength);
  }
}
