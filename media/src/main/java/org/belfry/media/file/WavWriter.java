package org.belfry.media.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * A WAV file of 16-bit PCM. The lengths in its header are true after each {@link #checkpoint}; room
 * is kept for the lengths of an RF64 file (EBU Tech 3306), which it becomes at 4 GB.
 */
final class WavWriter implements SoundWriter {
  private static final int HEADER = 80;
  private static final int FMT_AT = 48;
  private static final int DATA_LENGTH_AT = 76;
  private static final long UNSIGNED_32 = 0xffff_ffffL;

  private final FileChannel file;
  private final int rate;
  private final int channels;
  private final ByteBuffer buffer;
  private final ByteBuffer header = little(HEADER);
  private long data;

  /** Begins the file. The writer closes the channel; when this throws, the caller does. */
  WavWriter(FileChannel file, int rate, int channels) throws IOException {
    this.file = file;
    this.rate = rate;
    this.channels = channels;
    this.buffer = little(rate / 50 * channels * 2 * 10);
    writeHeader();
    file.position(HEADER);
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public void write(short[] interleaved) throws IOException {
    if (buffer.remaining() < interleaved.length * 2) {
      flush();
    }
    for (short sample : interleaved) {
      buffer.putShort(sample);
    }
  }

  @Override
  public void checkpoint() throws IOException {
    flush();
    writeHeader();
  }

  @Override
  public long bytes() {
    return HEADER + data + buffer.position();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      checkpoint();
      file.force(true);
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        data += file.write(buffer);
      }
    } finally {
      buffer.compact();
    }
  }

  private void writeHeader() throws IOException {
    header.clear();
    putLengths(header, data, 2 * channels);
    header.position(FMT_AT);
    header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
    header.putInt(rate).putInt(rate * channels * 2);
    header.putShort((short) (channels * 2)).putShort((short) 16);
    header.put(ascii("data"));
    header.position(HEADER);
    header.flip();
    long at = 0;
    while (header.hasRemaining()) {
      at += file.write(header, at);
    }
  }

  /** Puts all that depends on the length into a header. */
  static void putLengths(ByteBuffer header, long data, int block) {
    boolean small = HEADER + data <= UNSIGNED_32;
    header.position(0);
    header.put(ascii(small ? "RIFF" : "RF64"));
    header.putInt((int) (small ? HEADER - 8 + data : UNSIGNED_32)).put(ascii("WAVE"));
    header.put(ascii(small ? "JUNK" : "ds64")).putInt(28);
    header.putLong(small ? 0 : HEADER - 8 + data).putLong(small ? 0 : data);
    header.putLong(small ? 0 : data / block).putInt(0);
    header.putInt(DATA_LENGTH_AT, (int) (small ? data : UNSIGNED_32));
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
