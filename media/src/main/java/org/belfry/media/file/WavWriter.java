package org.belfry.media.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * A WAV file of 16-bit PCM. The lengths in its header are true after each {@link #checkpoint}. The
 * header is the plain one of 44 bytes, since some readers look for the format and the sound at
 * fixed places. At 4 GB, after 18 hours and more, the file becomes an RF64 (EBU Tech 3306), whose
 * longer header takes the place of the first 36 bytes of sound, 2 ms.
 */
final class WavWriter implements SoundWriter {
  /** Bytes of the header of a RIFF file, without any chunk that is not needed. */
  static final int HEADER = 44;

  /** Bytes of the header of an RF64 file; also of the RIFF files that kept room for it. */
  static final int LONG_HEADER = 80;

  private static final int DS64 = 28;
  private static final long UNSIGNED_32 = 0xffff_ffffL;

  private final FileChannel file;
  private final int rate;
  private final int channels;
  private final ByteBuffer buffer;
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
    ByteBuffer header = header(HEADER, data, rate, channels);
    long at = 0;
    while (header.hasRemaining()) {
      at += file.write(header, at);
    }
  }

  /**
   * The header of a file, ready to be written to its beginning.
   *
   * @param start where the sound begins now: {@link #HEADER} or {@link #LONG_HEADER}
   * @param sound bytes from there to the end of the file, 4 GB or more for an RF64
   */
  static ByteBuffer header(int start, long sound, int rate, int channels) {
    long size = start + sound;
    boolean small = size <= UNSIGNED_32;
    ByteBuffer header = little(small ? start : LONG_HEADER);
    if (small) {
      header.put(ascii("RIFF")).putInt((int) (size - 8)).put(ascii("WAVE"));
      putFormat(header, rate, channels);
      if (start == LONG_HEADER) {
        header.put(ascii("JUNK")).putInt(DS64).position(header.position() + DS64);
      }
      header.put(ascii("data")).putInt((int) sound);
    } else {
      long data = size - LONG_HEADER;
      header.put(ascii("RF64")).putInt((int) UNSIGNED_32).put(ascii("WAVE"));
      header.put(ascii("ds64")).putInt(DS64);
      header.putLong(size - 8).putLong(data).putLong(data / (2L * channels)).putInt(0);
      putFormat(header, rate, channels);
      header.put(ascii("data")).putInt((int) UNSIGNED_32);
    }
    return header.flip();
  }

  private static void putFormat(ByteBuffer header, int rate, int channels) {
    header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
    header.putInt(rate).putInt(rate * channels * 2);
    header.putShort((short) (channels * 2)).putShort((short) 16);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
