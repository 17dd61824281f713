package org.belfry.media.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A WAV file with 16-bit linear PCM in one channel (RIFF, Microsoft's WAVE with format tag 1).
 *
 * @param rate samples per second, 1 to 192000
 * @param pcm the samples
 */
public record Wav(int rate, short[] pcm) {
  private static final int HEADER = 44;

  public Wav {
    if (rate < 1 || rate > 192_000) {
      throw new IllegalArgumentException("a rate of " + rate);
    }
  }

  /** Length in seconds. */
  public double seconds() {
    return (double) pcm.length / rate;
  }

  /** A part of it: samples from (inclusive) to (exclusive), cut to what there is. */
  public Wav part(double fromSeconds, double toSeconds) {
    int from = Math.clamp(Math.round(fromSeconds * rate), 0, pcm.length);
    int to = Math.clamp(Math.round(toSeconds * rate), from, pcm.length);
    return new Wav(rate, Arrays.copyOfRange(pcm, from, to));
  }

  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(HEADER + pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(HEADER - 8 + pcm.length * 2).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(rate).putInt(rate * 2).putShort((short) 2).putShort((short) 16);
    out.put(ascii("data")).putInt(pcm.length * 2);
    out.asShortBuffer().put(pcm);
    return out.array();
  }

  /**
   * Reads a file. One that a crash left unfinished, with a data length of zero or more than there
   * is, is read to its end.
   *
   * @throws BadWav when it is no WAV file, or not 16-bit linear PCM in one channel
   */
  public static Wav of(byte[] bytes) throws BadWav {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean riff = bytes.length >= 12 && tag(in).equals("RIFF");
    if (riff) {
      in.getInt(); // the length of the file: not to be trusted after a crash, and not needed
    }
    if (!riff || !tag(in).equals("WAVE")) {
      throw new BadWav("this is no WAV file");
    }
    int rate = 0;
    while (in.remaining() >= 8) {
      String chunk = tag(in);
      long length = Integer.toUnsignedLong(in.getInt());
      if (chunk.equals("fmt ")) {
        rate = rate(in, length);
      } else if (chunk.equals("data")) {
        if (rate == 0) {
          throw new BadWav("sound stands before its format");
        }
        return samples(in, rate, length);
      } else {
        skip(in, length);
      }
    }
    throw new BadWav("there is no sound in this file");
  }

  private static int rate(ByteBuffer in, long length) throws BadWav {
    if (length < 16 || length > in.remaining()) {
      throw new BadWav("the format is cut off");
    }
    int end = in.position() + (int) length;
    int format = in.getShort();
    int channels = in.getShort();
    int rate = in.getInt();
    in.getInt();
    in.getShort();
    int bits = in.getShort();
    if (format != 1 || channels != 1 || bits != 16 || rate < 1 || rate > 192_000) {
      throw new BadWav(
          "16-bit PCM in one channel is expected, not format %d, %d channels, %d bits, %d Hz"
              .formatted(format, channels, bits, rate));
    }
    in.position(end);
    return rate;
  }

  private static Wav samples(ByteBuffer in, int rate, long length) {
    long there = length == 0 ? in.remaining() : Math.min(length, in.remaining());
    short[] pcm = new short[(int) (there / 2)];
    in.asShortBuffer().get(pcm);
    return new Wav(rate, pcm);
  }

  private static void skip(ByteBuffer in, long length) throws BadWav {
    long padded = length + (length & 1);
    if (padded > in.remaining()) {
      throw new BadWav("a chunk is longer than the file");
    }
    in.position(in.position() + (int) padded);
  }

  private static String tag(ByteBuffer in) {
    byte[] tag = new byte[4];
    in.get(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Compares by content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Wav w && w.rate == rate && Arrays.equals(w.pcm, pcm);
  }

  @Override
  public int hashCode() {
    return 31 * rate + Arrays.hashCode(pcm);
  }

  @Override
  public String toString() {
    return "Wav[" + rate + " Hz, " + seconds() + " s]";
  }
}
