package org.belfry.media.srtp.dtls;

/** Who begins (RFC 4145 §4, RFC 5763 §5: a=setup). */
public enum DtlsRole {
  /** We send the first ClientHello. */
  ACTIVE,
  /** The other side does. */
  PASSIVE
}
