package org.belfry.media.codec;

import java.util.List;

/**
 * A way to put sound into packets. Has no state: whoever has one may make any number of encoders
 * and decoders of it, in any thread.
 */
public interface Codec {
  Format format();

  /**
   * Samples per second that encoders and decoders can work at, ascending. Most codecs have one;
   * Opus converts inside, and better than we would (RFC 6716 §2).
   */
  List<Integer> sampleRates();

  /** Our a=fmtp, empty when there is nothing to say. Says what we can receive. */
  String parameters();

  /**
   * A new encoder.
   *
   * @param peer what the receiver wrote in its a=fmtp
   * @param sampleRate one of {@link #sampleRates}
   * @throws IllegalArgumentException for another rate
   */
  Encoder encoder(FormatParameters peer, int sampleRate);

  /**
   * A new decoder.
   *
   * @param sampleRate one of {@link #sampleRates}
   * @throws IllegalArgumentException for another rate
   */
  Decoder decoder(int sampleRate);

  /**
   * How long a payload sounds, in ticks of the RTP clock, without decoding it. Never throws.
   *
   * @return {@link Decoder#UNREADABLE} when it is no payload of this codec, or longer than {@link
   *     Format#MAX_PTIME}
   */
  int ticks(byte[] payload, int from, int length);

  /**
   * The rate to work at when sound of a rate is wanted: the lowest that loses nothing, or the
   * highest.
   */
  default int sampleRateFor(int wished) {
    for (int rate : sampleRates()) {
      if (rate >= wished) {
        return rate;
      }
    }
    return sampleRates().getLast();
  }

  /** Refuses what {@link #sampleRates} does not have. */
  default void requireRate(int sampleRate) {
    if (!sampleRates().contains(sampleRate)) {
      throw new IllegalArgumentException(format() + " at " + sampleRate + " Hz");
    }
  }
}
