package org.belfry.media.relay;

import org.belfry.media.rtp.Packet;

/** An application that listens to a leg: a jitter buffer with a decoder behind it, a recorder. */
public interface RtpSink {
  /**
   * A packet of the leg, decrypted, checked, of an agreed payload type, each only once. Called on
   * the media thread: copy what is needed, change nothing, return soon.
   *
   * @param now steady nanoseconds, when it came
   */
  void received(Packet packet, long now);
}
