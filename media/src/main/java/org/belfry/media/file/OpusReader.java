package org.belfry.media.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Decoder;
import org.belfry.media.file.UnreadableSound.Reason;

/**
 * An Ogg/Opus file (RFC 7845), decoded at a rate that Opus gives by itself. Files of several
 * streams are mixed down like those of several channels.
 */
final class OpusReader implements SoundReader {
  private static final int CLOCK = 48_000;

  /** A decoder is right again after so many ticks (RFC 7845 §4.6). */
  private static final int PRE_ROLL = CLOCK * 80 / 1000;

  /** The end of the file within which the last page begins. */
  private static final int TAIL = 2 * OggPage.MAX;

  private final OggReader ogg;
  private final Codec opus;
  private final int rate;
  private final OpusHead head;
  private final long audioAt;
  private final long firstGranule;
  private final long lastGranule;
  private final List<Decoder> decoders = new ArrayList<>();
  private final SelfDelimited delimited = new SelfDelimited();
  private final short[] decoded = new short[Decoder.MAX_SAMPLES];
  private final short[] stream = new short[Decoder.MAX_SAMPLES];
  private final int[] sum = new int[Decoder.MAX_SAMPLES];
  private int from;
  private int to;

  /**
   * Sample after the last one in {@link #decoded}, counted from the first decoded one of the file.
   */
  private long position;

  private boolean ended;

  /** Reads the header. The reader closes the channel; when this throws, the caller does. */
  OpusReader(SeekableByteChannel file, Codec opus, int wishedRate) throws IOException {
    this.ogg = new OggReader(file);
    this.opus = opus;
    this.rate = opus.sampleRateFor(wishedRate);
    if (!ogg.nextPacket() || !OpusHead.begins(ogg.packet(), ogg.packetLength())) {
      throw new UnreadableSound(
          Reason.UNSUPPORTED, "This Ogg file does not begin with Opus sound.");
    }
    head = OpusHead.of(ogg.packet(), ogg.packetLength());
    if (!ogg.nextPacket() || !isTags()) {
      throw new UnreadableSound(Reason.DAMAGED, "This Opus file ends before its sound begins.");
    }
    audioAt = file.position();
    firstGranule = firstGranule();
    lastGranule = lastGranule();
    begin(audioAt, 0);
  }

  private boolean isTags() {
    return ogg.packetLength() >= 8
        && new String(ogg.packet(), 0, 8, StandardCharsets.US_ASCII).equals("OpusTags");
  }

  /** Where the granule positions begin: not at 0 in a part of a longer stream (RFC 7845 §4.4). */
  private long firstGranule() throws IOException {
    long ticks = 0;
    while (ogg.nextPacket()) {
      ticks += Math.max(0, opus.ticks(ogg.packet(), 0, ogg.packetLength()));
      if (ogg.lastOnPage()) {
        boolean last = (ogg.page().flags() & OggPage.LAST) != 0;
        return last ? 0 : Math.max(0, ogg.page().granule() - ticks);
      }
    }
    return 0;
  }

  private long lastGranule() throws IOException {
    long granule = firstGranule;
    ogg.position(Math.max(audioAt, ogg.size() - TAIL));
    while (ogg.nextPage()) {
      granule = Math.max(granule, ogg.page().granule());
    }
    return granule;
  }

  private void begin(long at, long ticks) throws IOException {
    ogg.position(at);
    position = toSamples(ticks);
    from = 0;
    to = 0;
    ended = false;
    closeDecoders();
    for (int i = 0; i < head.streams(); i++) {
      decoders.add(opus.decoder(rate));
    }
  }

  private long toSamples(long ticks) {
    return ticks * rate / CLOCK;
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public long samples() {
    return Math.max(0, toSamples(lastGranule - firstGranule - head.preSkip()));
  }

  @Override
  public int read(short[] out, int at, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (from == to && !next()) {
        break;
      }
      int piece = Math.min(count - done, to - from);
      System.arraycopy(decoded, from, out, at + done, piece);
      from += piece;
      done += piece;
    }
    return done;
  }

  /** Decodes the next packet; false at the end. */
  private boolean next() throws IOException {
    do {
      if (ended || !ogg.nextPacket()) {
        ended = true;
        return false;
      }
      int samples = decode(ogg.packet(), ogg.packetLength());
      long before = position;
      position += samples;
      from = 0;
      to = samples;
      trim(before);
    } while (from == to);
    return true;
  }

  private void trim(long before) {
    long granule = ogg.page().granule();
    if (ogg.lastOnPage() && granule != OggPage.NO_GRANULE) {
      long said = toSamples(granule - firstGranule);
      if ((ogg.page().flags() & OggPage.LAST) != 0) {
        to = Math.clamp(said - before, 0, to);
        position = before + to;
        ended = true;
      } else {
        position = said; // after a gap the page knows better
      }
    }
    long skip = toSamples(head.preSkip());
    if (before < skip) {
      from = (int) Math.min(to, skip - before);
    }
  }

  private int decode(byte[] packet, int length) {
    if (head.streams() == 1) {
      int samples = Math.max(0, decoders.getFirst().decode(packet, 0, length, decoded, 0));
      amplify(samples);
      return samples;
    }
    int at = 0;
    int most = 0;
    Arrays.fill(sum, 0);
    for (int i = 0; i < head.streams() && at >= 0; i++) {
      int samples;
      if (i == head.streams() - 1) {
        samples = decoders.get(i).decode(packet, at, length - at, stream, 0);
      } else {
        int bytes = delimited.read(packet, at, length);
        at = bytes < 0 ? -1 : at + bytes;
        samples =
            bytes < 0
                ? -1
                : decoders.get(i).decode(delimited.plain(), 0, delimited.plainLength(), stream, 0);
      }
      for (int k = 0; k < samples; k++) {
        sum[k] += stream[k];
      }
      most = Math.max(most, samples);
    }
    for (int k = 0; k < most; k++) {
      decoded[k] = (short) (sum[k] / head.streams());
    }
    amplify(most);
    return most;
  }

  private void amplify(int samples) {
    if (head.gain() != 0) {
      double factor = Math.pow(10, head.gain() / 256.0 / 20);
      for (int i = 0; i < samples; i++) {
        decoded[i] =
            (short) Math.clamp(Math.round(decoded[i] * factor), Short.MIN_VALUE, Short.MAX_VALUE);
      }
    }
  }

  @Override
  public void seek(long sample) throws IOException {
    long skip = toSamples(head.preSkip());
    long target = Math.clamp(sample, 0, samples()) + skip;
    long targetGranule = firstGranule + target * CLOCK / rate - PRE_ROLL;
    long at = audioAt;
    long granule = firstGranule;
    ogg.position(audioAt);
    while (ogg.nextPage() && ogg.page().granule() < targetGranule) {
      if (ogg.page().granule() != OggPage.NO_GRANULE) {
        granule = ogg.page().granule();
        at = ogg.pageAt() + ogg.page().length();
      }
    }
    begin(at, granule - firstGranule);
    while (position < target && next()) {
      from = to;
    }
    if (position >= target && from == to) {
      from = (int) Math.max(0, to - (position - target));
    }
  }

  @Override
  public void close() throws IOException {
    closeDecoders();
    ogg.close();
  }

  private void closeDecoders() {
    decoders.forEach(Decoder::close);
    decoders.clear();
  }
}
