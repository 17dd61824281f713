package org.belfry.media.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.RateConverter.Filter;
import org.belfry.media.file.UnreadableSound.Reason;

/** Opens sound, told by its content and not by its name. */
public final class SoundFile {
  private static final int FILTERS_MAX = 8;

  private final Codecs codecs;
  private final Map<Rates, Filter> filters = new ConcurrentHashMap<>();

  private record Rates(int from, int to) {}

  /**
   * @param codecs of which Opus reads what is in Ogg files
   */
  public SoundFile(Codecs codecs) {
    this.codecs = codecs;
  }

  /**
   * Opens a file, to be read at a rate.
   *
   * @param rate samples per second that are wanted, 8000 to 48000; converted when the file has
   *     others
   * @throws UnreadableSound when it is none that we read; says why in a sentence
   * @throws IOException when the file does not exist or the disk fails
   */
  public SoundReader open(Path path, int rate) throws IOException {
    SeekableByteChannel file = Files.newByteChannel(path);
    try {
      return open(file, rate);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The same for a channel, which the reader closes, or the caller when this throws. */
  public SoundReader open(SeekableByteChannel file, int rate) throws IOException {
    SoundReader reader =
        switch (magic(file)) {
          case "RIFF", "RF64" -> new WavReader(file);
          case "OggS" -> new OpusReader(file, opus(), rate);
          default ->
              throw new UnreadableSound(
                  Reason.NOT_SOUND, "This file is neither a WAV file nor Ogg/Opus.");
        };
    return reader.rate() == rate
        ? reader
        : new RateConverter(reader, rate, filter(reader.rate(), rate));
  }

  /** Ours are of few rates; what people upload may be of any. */
  private Filter filter(int from, int to) {
    Rates rates = new Rates(from, to);
    Filter known = filters.get(rates);
    if (known == null) {
      known = Filter.between(from, to);
      if (filters.size() < FILTERS_MAX) {
        filters.put(rates, known);
      }
    }
    return known;
  }

  private Codec opus() throws UnreadableSound {
    return OpusCodecs.of(codecs)
        .orElseThrow(() ->
            new UnreadableSound(
                Reason.UNSUPPORTED,
                "Ogg/Opus files cannot be read here: the Opus library is missing."));
  }

  /**
   * Reads a whole file into memory.
   *
   * @param maxSeconds more is refused
   */
  public short[] load(Path path, int rate, int maxSeconds) throws IOException {
    try (SoundReader reader = open(path, rate)) {
      return all(reader, rate, maxSeconds);
    }
  }

  /** The same for bytes in memory. */
  public short[] load(byte[] file, int rate, int maxSeconds) throws IOException {
    try (SoundReader reader = open(new BytesChannel(file), rate)) {
      return all(reader, rate, maxSeconds);
    }
  }

  private static short[] all(SoundReader reader, int rate, int maxSeconds) throws IOException {
    long samples = reader.samples();
    if (samples > (long) maxSeconds * rate) {
      throw new UnreadableSound(
          Reason.TOO_LONG,
          "This file sounds for %d s; %d s are allowed here."
              .formatted(samples / rate, maxSeconds));
    }
    short[] pcm = new short[(int) samples];
    int read = reader.read(pcm, 0, pcm.length);
    return read == pcm.length ? pcm : Arrays.copyOf(pcm, read);
  }

  private static String magic(SeekableByteChannel file) throws IOException {
    ByteBuffer four = ByteBuffer.allocate(4);
    int got = 0;
    while (four.hasRemaining() && got >= 0) {
      got = file.read(four);
    }
    file.position(0);
    return new String(four.array(), StandardCharsets.US_ASCII);
  }
}
