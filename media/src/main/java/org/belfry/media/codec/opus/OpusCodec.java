package org.belfry.media.codec.opus;

import java.util.List;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Decoder;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.Format;
import org.belfry.media.codec.FormatParameters;

/**
 * Opus in packets (RFC 7587). The RTP clock runs at 48 kHz whatever the sound is sampled at;
 * encoder and decoder take and give what the other side of a call has, so that a call with a G.711
 * phone needs no conversion of ours and less of a processor. We send one channel, with in-band
 * redundancy where the receiver asks for it, and never pause in silence (no DTX): a phone that
 * hears nothing at all is taken for broken.
 */
public final class OpusCodec implements Codec {
  private static final int CLOCK = 48_000;
  private static final Format FORMAT =
      new Format("opus", CLOCK, 2, Format.DYNAMIC, List.of(10, 20, 40, 60));

  private final LibOpus library;

  public OpusCodec(LibOpus library) {
    this.library = library;
  }

  @Override
  public Format format() {
    return FORMAT;
  }

  @Override
  public List<Integer> sampleRates() {
    return List.of(8000, 16_000, 24_000, 48_000);
  }

  @Override
  public String parameters() {
    return "minptime=10;useinbandfec=1";
  }

  /**
   * Understands of the receiver's parameters (RFC 7587 §6.1): useinbandfec, maxaveragebitrate, cbr
   * and maxplaybackrate. The others (stereo, usedtx, minptime, sprop-…) allow what we do not do.
   */
  @Override
  public Encoder encoder(FormatParameters peer, int sampleRate) {
    requireRate(sampleRate);
    return new OpusEncoder(library, peer, sampleRate);
  }

  @Override
  public Decoder decoder(int sampleRate) {
    requireRate(sampleRate);
    return new OpusDecoder(library, sampleRate);
  }

  /** By the first octets alone (RFC 6716 §3.1 and §3.2). */
  @Override
  public int ticks(byte[] payload, int from, int length) {
    if (length < 1) {
      return Decoder.UNREADABLE;
    }
    int frames =
        switch (payload[from] & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> length < 2 ? 0 : payload[from + 1] & 0x3f;
        };
    int ticks = frames * frameTicks((payload[from] & 0xff) >> 3);
    return ticks == 0 || ticks > CLOCK / 1000 * Format.MAX_PTIME ? Decoder.UNREADABLE : ticks;
  }

  /** RFC 6716 §3.1, table 2. */
  private static int frameTicks(int configuration) {
    int perMs = CLOCK / 1000;
    if (configuration < 12) {
      int[] silk = {10, 20, 40, 60};
      return silk[configuration & 3] * perMs;
    }
    if (configuration < 16) {
      return (configuration & 1) == 0 ? 10 * perMs : 20 * perMs;
    }
    return (5 * perMs / 2) << (configuration & 3);
  }
}
