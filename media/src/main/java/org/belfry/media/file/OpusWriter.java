package org.belfry.media.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.belfry.media.codec.Encoder;

/**
 * An Ogg/Opus file (RFC 7845). Two channels are two mono streams, so the legs of a call do not leak
 * into each other; players show them as left and right.
 */
final class OpusWriter implements SoundWriter {
  private static final int TICKS = 960; // of 48 kHz, in a frame of 20 ms

  /** How late libopus's decoder is against what its encoder was given, in samples at 48 kHz. */
  private static final int PRE_SKIP = 312;

  private static final int PACKETS_PER_PAGE = 50;
  private static final String VENDOR = "Belfry";

  private final FileChannel file;
  private final int rate;
  private final List<Encoder> encoders;
  private final OggWriter ogg;
  private final int frame;
  private final short[] channel;
  private final byte[] encoded;
  private final byte[] packet;
  private long frames;
  private int onPage;

  /**
   * Begins the file. The writer closes channel and encoders; when this throws, the caller does.
   *
   * @param encoders one a channel, all at {@code rate}
   * @param serial of the stream; any number
   * @param comments such as {@code DATE=2026-11-21}
   */
  OpusWriter(FileChannel file, int rate, List<Encoder> encoders, int serial, List<String> comments)
      throws IOException {
    this.file = file;
    this.rate = rate;
    this.encoders = List.copyOf(encoders);
    this.ogg = new OggWriter(file, serial);
    this.frame = rate / 50;
    this.channel = new short[frame];
    int largest = encoders.getFirst().maxBytes(frame);
    this.encoded = new byte[largest];
    this.packet = new byte[(largest + 2) * encoders.size()];
    OpusHead head = new OpusHead(encoders.size(), PRE_SKIP, rate, 0, encoders.size());
    header(head.toBytes());
    header(tags(comments));
  }

  private void header(byte[] bytes) throws IOException {
    ogg.packet(bytes, 0, bytes.length, 0);
    ogg.flush();
  }

  private static byte[] tags(List<String> comments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("OpusTags".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(text(VENDOR));
    out.writeBytes(number(comments.size()));
    comments.forEach(comment -> out.writeBytes(text(comment)));
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(number(bytes.length));
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public int channels() {
    return encoders.size();
  }

  @Override
  public void write(short[] interleaved) throws IOException {
    append(interleaved);
    frames++;
    if (++onPage == PACKETS_PER_PAGE) {
      checkpoint();
    }
  }

  private void append(short[] interleaved) throws IOException {
    int length = 0;
    int channels = encoders.size();
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < frame; i++) {
        channel[i] = interleaved[i * channels + c];
      }
      if (c < channels - 1) {
        int bytes = encoders.get(c).encode(channel, 0, frame, encoded, 0);
        length += SelfDelimited.write(encoded, bytes, packet, length);
      } else {
        length += encoders.get(c).encode(channel, 0, frame, packet, length);
      }
    }
    ogg.packet(packet, 0, length, (frames + 1) * TICKS);
  }

  @Override
  public void checkpoint() throws IOException {
    onPage = 0;
    ogg.flush();
  }

  @Override
  public long bytes() {
    return ogg.bytes();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      // One more frame pushes the last sound out of the encoder; the granule cuts the rest off.
      append(new short[frame * encoders.size()]);
      ogg.end(frames * TICKS + PRE_SKIP);
      file.force(true);
    } finally {
      encoders.forEach(Encoder::close);
    }
  }
}
