package org.belfry.media.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.belfry.media.file.UnreadableSound.Reason;

/**
 * The first packet of an Ogg/Opus file (RFC 7845 §5.1).
 *
 * @param channels 1 to 8
 * @param preSkip samples at 48 kHz that are decoded and not played
 * @param inputRate samples per second of what was recorded; for people
 * @param gain in 1/256 dB, to be applied when playing
 * @param streams how many Opus streams a packet carries
 */
record OpusHead(int channels, int preSkip, int inputRate, int gain, int streams) {
  private static final String MAGIC = "OpusHead";

  /** Channels of a WAV-like order, each a mono stream of its own. */
  private static final int SEPARATE = 1;

  static boolean begins(byte[] packet, int length) {
    return length >= 19 && new String(packet, 0, 8, StandardCharsets.US_ASCII).equals(MAGIC);
  }

  /**
   * @throws UnreadableSound for a version, a count of channels or a mapping that we do not read
   */
  static OpusHead of(byte[] packet, int length) throws UnreadableSound {
    ByteBuffer in = ByteBuffer.wrap(packet, 8, length - 8).order(ByteOrder.LITTLE_ENDIAN);
    int version = in.get() & 0xff;
    int channels = in.get() & 0xff;
    int preSkip = in.getShort() & 0xffff;
    int inputRate = in.getInt();
    int gain = in.getShort();
    int family = in.get() & 0xff;
    int streams = family == 0 ? 1 : length >= 21 ? in.get() & 0xff : 0;
    if (version > 15 || channels < 1 || channels > 8 || streams < 1 || streams > channels) {
      throw new UnreadableSound(
          Reason.UNSUPPORTED,
          "This Opus file has version %d, %d channels and %d streams, which Belfry does not read."
              .formatted(version, channels, streams));
    }
    return new OpusHead(channels, preSkip, inputRate, gain, streams);
  }

  byte[] toBytes() {
    boolean plain = streams == 1;
    ByteBuffer out = ByteBuffer.allocate(plain ? 19 : 21 + channels).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC.getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) channels);
    out.putShort((short) preSkip).putInt(inputRate).putShort((short) gain);
    if (plain) {
      return out.put((byte) 0).array();
    }
    out.put((byte) SEPARATE).put((byte) streams).put((byte) 0);
    for (int channel = 0; channel < channels; channel++) {
      out.put((byte) channel);
    }
    return out.array();
  }
}
