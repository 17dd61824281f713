package org.belfry.media.sdp;

/** How much of anything is read; beyond it is a refusal, or silence where said so. */
public final class SdpLimits {
  /** Octets of a description. */
  public static final int OCTETS = 64 * 1024;

  /** Lines of a description. */
  public static final int LINES = 4000;

  /** Octets of a line. */
  public static final int LINE = 4096;

  /** Different addresses in a whole description above which it is refused. */
  public static final int ADDRESSES = 128;

  /** Octets of all these together: each is compared with what every line says. */
  public static final int ADDRESS_OCTETS = 4096;

  /** Media sections of a description. */
  public static final int MEDIA = 32;

  /** Formats in one m-line. */
  public static final int FORMATS = 128;

  /** Candidates that are used of one media section; the rest is not looked at. */
  public static final int CANDIDATES = 64;

  /** Candidates in a whole description above which it is refused. */
  public static final int ALL_CANDIDATES = 512;

  /** Keys, fingerprints and header extensions that are used of one section. */
  public static final int PER_SECTION = 32;

  /** Milliseconds in one packet. RFC 3551 §4.2: a receiver is ready for up to 200. */
  public static final int PTIME = 200;

  private SdpLimits() {}
}
