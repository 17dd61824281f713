package org.belfry.media.path;

/**
 * How telephone-events come or go (RFC 4733).
 *
 * @param payloadType of a=rtpmap, 0 to 127
 * @param clockRate of a=rtpmap: that of the sound, where the other side keeps to RFC 4733 §2.1
 */
public record EventFormat(int payloadType, int clockRate) {
  public EventFormat {
    if (payloadType < 0 || payloadType > 127 || clockRate < 8000) {
      throw new IllegalArgumentException(payloadType + " telephone-event/" + clockRate);
    }
  }
}
