package org.belfry.media.codec;

/**
 * ITU-T G.711: 16-bit linear PCM to and from 8-bit A-law (RTP payload type 8) and µ-law (payload
 * type 0, RFC 3551 §4.5.14). Table driven; allocates nothing per sample.
 */
public enum G711 {
  A_LAW {
    @Override
    int compress(int sample) {
      int sign = sample < 0 ? 0 : 0x80;
      int magnitude = Math.min(sample < 0 ? ~sample : sample, 32767) >> 3; // 13 bits are kept
      int code;
      if (magnitude < 32) {
        code = magnitude >> 1;
      } else {
        int segment = 31 - Integer.numberOfLeadingZeros(magnitude) - 4;
        code = (segment << 4) | ((magnitude >> segment) & 0x0f);
      }
      return (code | sign) ^ 0x55; // every other bit is inverted on the wire
    }

    @Override
    int expand(int octet) {
      int code = octet ^ 0x55;
      int segment = (code >> 4) & 7;
      int mantissa = code & 0x0f;
      int magnitude =
          segment == 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (segment - 1);
      return (code & 0x80) == 0 ? -magnitude : magnitude;
    }
  },

  MU_LAW {
    @Override
    int compress(int sample) {
      int sign = sample < 0 ? 0x80 : 0;
      int magnitude = Math.min(Math.abs(sample), MU_CLIP) + MU_BIAS;
      int segment = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
      int mantissa = (magnitude >> (segment + 3)) & 0x0f;
      return ~(sign | (segment << 4) | mantissa) & 0xff;
    }

    @Override
    int expand(int octet) {
      int code = ~octet & 0xff;
      int magnitude = (((code & 0x0f) << 3) | MU_BIAS) << ((code >> 4) & 7);
      magnitude -= MU_BIAS;
      return (code & 0x80) == 0 ? magnitude : -magnitude;
    }
  };

  private static final int MU_BIAS = 0x84;
  private static final int MU_CLIP = 32635;

  @SuppressWarnings("ImmutableEnumChecker") // filled once, never written again
  private final short[] decoded = new short[256];

  @SuppressWarnings("ImmutableEnumChecker")
  private final byte[] encoded = new byte[65536];

  G711() {
    for (int octet = 0; octet < decoded.length; octet++) {
      decoded[octet] = (short) expand(octet);
    }
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      encoded[sample & 0xffff] = (byte) compress(sample);
    }
  }

  abstract int compress(int sample);

  abstract int expand(int octet);

  public byte encode(short sample) {
    return encoded[sample & 0xffff];
  }

  public short decode(byte octet) {
    return decoded[octet & 0xff];
  }

  /** Encodes {@code count} samples. */
  public void encode(short[] pcm, int from, byte[] out, int to, int count) {
    for (int i = 0; i < count; i++) {
      out[to + i] = encoded[pcm[from + i] & 0xffff];
    }
  }

  /** Decodes {@code count} octets. */
  public void decode(byte[] in, int from, short[] pcm, int to, int count) {
    for (int i = 0; i < count; i++) {
      pcm[to + i] = decoded[in[from + i] & 0xff];
    }
  }
}
