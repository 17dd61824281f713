package org.belfry.media.relay;

/**
 * How the stream that a leg sends begins; random, so that nobody can guess it (RFC 3550 §5.1).
 *
 * @param ssrc as a signed int
 * @param sequence 0 to 32767, so that SRTP's roll-over counter begins unmistakably (RFC 3711
 *     §3.3.1)
 * @param timestamp any
 */
public record StreamStart(int ssrc, int sequence, int timestamp) {
  public StreamStart {
    if (sequence < 0 || sequence > 32767) {
      throw new IllegalArgumentException("sequence " + sequence);
    }
  }
}
