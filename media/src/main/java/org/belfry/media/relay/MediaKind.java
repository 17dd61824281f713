package org.belfry.media.relay;

/** What a leg carries, which decides how much the relay does to it. */
public enum MediaKind {
  /**
   * RTP that is made one continuous stream for each receiver: SSRC, sequence numbers and timestamps
   * are ours, header extensions are taken out, and RTCP ends here: each leg gets reports of its
   * own.
   */
  AUDIO,
  /**
   * RTP and RTCP that pass with SSRCs, numbers and feedback as they are: a video has several
   * sources and its feedback names them. Only payload types are mapped.
   */
  VIDEO,
  /** Datagrams that nobody looks into: T.38 by UDPTL. */
  DATAGRAMS
}
