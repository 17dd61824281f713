package org.belfry.media.file;

import java.nio.ByteBuffer;
import org.belfry.media.codec.G711;
import org.belfry.media.file.UnreadableSound.Reason;

/** How a sample stands in a WAV file. */
enum WavEncoding {
  PCM_8(1) {
    @Override
    int read(ByteBuffer in) {
      return ((in.get() & 0xff) - 128) << 8; // eight bits are unsigned in WAV, all others signed
    }
  },
  PCM_16(2) {
    @Override
    int read(ByteBuffer in) {
      return in.getShort();
    }
  },
  PCM_24(3) {
    @Override
    int read(ByteBuffer in) {
      in.get();
      return in.getShort();
    }
  },
  PCM_32(4) {
    @Override
    int read(ByteBuffer in) {
      return in.getInt() >> 16;
    }
  },
  FLOAT_32(4) {
    @Override
    int read(ByteBuffer in) {
      float sample = in.getFloat();
      return Float.isNaN(sample) ? 0 : Math.round(Math.clamp(sample, -1f, 1f) * 32_767);
    }
  },
  FLOAT_64(8) {
    @Override
    int read(ByteBuffer in) {
      double sample = in.getDouble();
      return Double.isNaN(sample) ? 0 : (int) Math.round(Math.clamp(sample, -1.0, 1.0) * 32_767);
    }
  },
  A_LAW(1) {
    @Override
    int read(ByteBuffer in) {
      return G711.A_LAW.decode(in.get());
    }
  },
  MU_LAW(1) {
    @Override
    int read(ByteBuffer in) {
      return G711.MU_LAW.decode(in.get());
    }
  };

  final int bytes;

  WavEncoding(int bytes) {
    this.bytes = bytes;
  }

  /** Reads a sample of 16 bits. */
  abstract int read(ByteBuffer in);

  /** By WAVE's format tag and bits per sample. */
  static WavEncoding of(int tag, int bits) throws UnreadableSound {
    return switch (tag) {
      case 1 ->
          switch (bits) {
            case 8 -> PCM_8;
            case 16 -> PCM_16;
            case 24 -> PCM_24;
            case 32 -> PCM_32;
            default -> throw unsupported("PCM of " + bits + " bits");
          };
      case 3 ->
          switch (bits) {
            case 32 -> FLOAT_32;
            case 64 -> FLOAT_64;
            default -> throw unsupported("floating point of " + bits + " bits");
          };
      case 6 -> A_LAW;
      case 7 -> MU_LAW;
      default -> throw unsupported("WAVE format " + tag);
    };
  }

  private static UnreadableSound unsupported(String what) {
    return new UnreadableSound(
        Reason.UNSUPPORTED,
        "This WAV file holds " + what + ", which Belfry does not read; save it as 16-bit PCM.");
  }
}
