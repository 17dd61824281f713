package org.belfry.media.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.belfry.media.file.UnreadableSound.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A WAV file (RIFF, or RF64 of EBU Tech 3306 for more than 4 GB). One that a crash left unfinished,
 * with a length of zero or more than there is, is read to its end.
 */
final class WavReader implements SoundReader {
  private static final int BUFFER = 8192;
  private static final long UNSIGNED_32 = 0xffff_ffffL;
  private static final int EXTENSIBLE = 0xfffe;
  private static final int CHANNELS_MAX = 8;
  private static final int FMT_MAX = 64;

  /** More chunks before the sound than any program writes. */
  private static final int CHUNKS_MAX = 1000;

  private final SeekableByteChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final WavEncoding encoding;
  private final int channels;
  private final int rate;
  private final long start;
  private final long samples;
  private long next;

  private record Fmt(WavEncoding encoding, int channels, int rate) {}

  /** Reads the header. The reader closes the channel; when this throws, the caller does. */
  WavReader(SeekableByteChannel file) throws IOException {
    this.file = file;
    buffer.limit(0);
    String riff = tag();
    skip(4);
    boolean rf64 = riff.equals("RF64");
    if (!(rf64 || riff.equals("RIFF")) || !tag().equals("WAVE")) {
      throw new UnreadableSound(Reason.NOT_SOUND, "This is no WAV file.");
    }
    long longLength = 0;
    Fmt fmt = null;
    for (int chunks = 0; chunks < CHUNKS_MAX; chunks++) {
      String chunk = tag();
      long length = Integer.toUnsignedLong(need(4).getInt());
      if (chunk.equals("data")) {
        if (rf64 && length == UNSIGNED_32) {
          length = longLength;
        }
        Fmt found = required(fmt);
        encoding = found.encoding;
        channels = found.channels;
        rate = found.rate;
        start = file.position() - buffer.remaining();
        long there = file.size() - start;
        samples = (length == 0 ? there : Math.min(length, there)) / blockBytes();
        return;
      }
      if (chunk.equals("fmt ")) {
        fmt = fmt(length);
      } else if (chunk.equals("ds64") && length >= 16) {
        skip(8);
        longLength = Math.max(0, need(8).getLong());
        skip(padded(length) - 16);
      } else {
        skip(padded(length));
      }
    }
    throw damaged();
  }

  private Fmt fmt(long length) throws IOException {
    if (length < 16 || length > FMT_MAX) {
      throw damaged();
    }
    int padded = (int) padded(length);
    ByteBuffer in = need(padded);
    int end = in.position() + padded;
    int tag = in.getShort() & 0xffff;
    int channels = in.getShort() & 0xffff;
    int rate = in.getInt();
    in.position(in.position() + 6);
    int bits = in.getShort() & 0xffff;
    if (tag == EXTENSIBLE && length >= 26) {
      tag = in.getShort(in.position() + 8) & 0xffff;
    }
    in.position(end);
    if (channels < 1 || channels > CHANNELS_MAX || rate < 1000 || rate > 192_000) {
      throw new UnreadableSound(
          Reason.UNSUPPORTED,
          "This WAV file has %d channels and %d samples/s; 1 to 8 channels and 1000 to 192000 samples/s can be read."
              .formatted(channels, Integer.toUnsignedLong(rate)));
    }
    return new Fmt(WavEncoding.of(tag, bits), channels, rate);
  }

  private static Fmt required(@Nullable Fmt fmt) throws UnreadableSound {
    if (fmt == null) {
      throw damaged();
    }
    return fmt;
  }

  private static UnreadableSound damaged() {
    return new UnreadableSound(
        Reason.DAMAGED, "This WAV file is damaged: its format or its sound is missing.");
  }

  private int blockBytes() {
    return encoding.bytes * channels;
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public int read(short[] out, int from, int count) throws IOException {
    int wanted = (int) Math.min(count, samples - next);
    for (int i = 0; i < wanted; i++) {
      if (buffer.remaining() < blockBytes() && !fill(blockBytes())) {
        next += i;
        return i;
      }
      int sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += encoding.read(buffer);
      }
      out[from + i] = (short) (sum / channels);
    }
    next += Math.max(wanted, 0);
    return Math.max(wanted, 0);
  }

  @Override
  public void seek(long sample) throws IOException {
    next = Math.clamp(sample, 0, samples);
    file.position(start + next * blockBytes());
    buffer.limit(0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean fill(int bytes) throws IOException {
    buffer.compact();
    int got = 0;
    while (buffer.position() < bytes && got >= 0) {
      got = file.read(buffer);
    }
    buffer.flip();
    return buffer.remaining() >= bytes;
  }

  private ByteBuffer need(int bytes) throws IOException {
    if (buffer.remaining() < bytes && !fill(bytes)) {
      throw new UnreadableSound(
          file.size() < 12 ? Reason.NOT_SOUND : Reason.DAMAGED,
          file.size() < 12
              ? "This is no WAV file."
              : "This WAV file ends before its sound begins.");
    }
    return buffer;
  }

  private String tag() throws IOException {
    byte[] tag = new byte[4];
    need(4).get(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }

  private static long padded(long length) {
    return length + (length & 1);
  }

  private void skip(long bytes) throws IOException {
    if (bytes <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) bytes);
    } else {
      file.position(file.position() + bytes - buffer.remaining());
      buffer.limit(0);
    }
  }
}
