package org.belfry.media.path;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.ComfortNoise;
import org.belfry.media.codec.Decoder;
import org.belfry.media.codec.Resampler;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.EventReceiver;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.jitter.Content;
import org.belfry.media.jitter.HeldPacket;
import org.belfry.media.jitter.JitterBuffer;
import org.belfry.media.jitter.JitterFigures;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * What a phone says: packets in, frames out. Packets go through the jitter buffer, the decoder of
 * their payload type, and are converted to the rate that is wanted; digits go to the listener.
 *
 * <p>Belongs to one thread. Allocates nothing per packet once everything the phone uses was used
 * once.
 */
final class IncomingSound implements AutoCloseable {
  /** Below this the ear does not notice a frame more or less. */
  private static final int QUIET = Level.energyOf(-45);

  /** Payload types of RTP. */
  private static final int TYPES = 128;

  /** The jitter buffer of one clock rate: codecs of the same clock share sequence and time. */
  private static final class Stream {
    final JitterBuffer buffer;
    final int clockRate;

    Stream(JitterBuffer buffer, int clockRate) {
      this.buffer = buffer;
      this.clockRate = clockRate;
    }
  }

  /** A codec in use. */
  private static final class Voice {
    final Codec codec;
    final Stream stream;
    final int rate;
    @Nullable Decoder decoder;
    @Nullable Resampler toFrame;
    @Nullable Resampler toTones;

    Voice(Codec codec, Stream stream, int rate) {
      this.codec = codec;
      this.stream = stream;
      this.rate = rate;
    }
  }

  private final LegFormat.Receiving format;
  private final int rate;
  private final DigitListener digits;
  private final @Nullable EventReceiver events;
  private final @Nullable ToneReceiver tones;
  private final int eventType;
  private final ComfortNoise noise;
  private final @Nullable Voice[] voices = new Voice[TYPES];

  private final short[] decoded;
  private final short[] ready;
  private final short[] narrow;
  private int readyFrom;
  private int readyCount;

  private Stream stream;
  private Voice voice;
  private int ssrc;
  private boolean begun;
  private boolean noisy;
  private boolean quiet = true;
  private int energy;
  private long unknown;
  private long unreadable;
  private long concealed;
  private long recovered;
  private long frames;

  /**
   * @param rate samples per second of the frames
   * @param tones what listens for digits in the sound; closed with this
   */
  IncomingSound(
      LegFormat.Receiving format,
      int rate,
      DigitListener digits,
      @Nullable ToneReceiver tones,
      RandomGenerator random) {
    this.format = format;
    this.rate = rate;
    this.digits = digits;
    this.tones = tones;
    this.noise = new ComfortNoise(random);
    this.events = format.events().map(e -> new EventReceiver(e.clockRate())).orElse(null);
    this.eventType = format.events().map(EventFormat::payloadType).orElse(-1);
    this.ready = new short[Frames.samples(rate) + Decoder.maxSamples(rate)];
    this.narrow = new short[tones == null ? 0 : Decoder.maxSamples(ToneReceiver.SAMPLE_RATE)];
    Map<Integer, Stream> streams = new HashMap<>();
    format
        .codecs()
        .forEach((type, codec) -> {
          int clock = codec.format().clockRate();
          Stream its =
              streams.computeIfAbsent(
                  clock, c -> new Stream(new JitterBuffer(format.jitter(), c, Frames.MS), c));
          voices[type] = new Voice(codec, its, codec.sampleRateFor(rate));
        });
    int fastest =
        format.codecs().values().stream().mapToInt(c -> c.sampleRateFor(rate)).max().orElseThrow();
    this.decoded = new short[Decoder.maxSamples(fastest)];
    Voice first =
        requireVoice(format.codecs().keySet().stream().min(Integer::compare).orElseThrow());
    this.voice = first;
    this.stream = first.stream;
  }

  private Voice requireVoice(int type) {
    Voice found = voices[type];
    if (found == null) {
      throw new IllegalStateException("no codec for payload type " + type);
    }
    return found;
  }

  /** Takes an RTP packet of the phone's. What is of no use is counted. */
  void put(Packet packet, long now) {
    if (!begun || packet.ssrc() != ssrc) {
      begun = true;
      ssrc = packet.ssrc();
      if (events != null) {
        tell(events.restart());
      }
    }
    int type = packet.payloadType();
    if (type == eventType && events != null) {
      stream.buffer.put(packet, Content.EVENT, 0, now);
      tell(
          events.on(
              packet.timestamp(),
              packet.bytes(),
              packet.payloadOffset(),
              packet.payloadLength(),
              now));
      return;
    }
    if (type == format.noisePayloadType()) {
      stream.buffer.put(packet, Content.NOISE, 0, now);
      return;
    }
    Voice spoken = voices[type];
    if (spoken == null) {
      unknown++;
      return;
    }
    int ticks = spoken.codec.ticks(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    if (ticks == Decoder.UNREADABLE) {
      unreadable++;
      return;
    }
    stream = spoken.stream;
    stream.buffer.put(packet, Content.SOUND, ticks, now);
  }

  private void tell(List<DtmfEvent> news) {
    for (int i = 0; i < news.size(); i++) { // an iterator would be garbage each 20 ms
      digits.on(news.get(i));
    }
  }

  /**
   * Gives the next 20 ms.
   *
   * @return false when there is nothing to hear: the frame is left as it is
   */
  boolean take(short[] frame, long now) {
    if (events != null) {
      tell(events.tick(now));
    }
    int needed = Frames.samples(rate);
    while (readyCount < needed) {
      if (!more(now)) {
        if (readyCount == 0 && !noisy) {
          rest();
          return false;
        }
        pad(needed - readyCount);
      }
    }
    System.arraycopy(ready, readyFrom, frame, 0, needed);
    readyFrom += needed;
    readyCount -= needed;
    frames++;
    return true;
  }

  private void rest() {
    quiet = true;
    energy = 0;
    if (voice.toFrame != null) {
      voice.toFrame.reset();
    }
  }

  private void pad(int samples) {
    makeRoom();
    int at = readyFrom + readyCount;
    if (noisy) {
      noise.fill(ready, at, samples);
    } else {
      Arrays.fill(ready, at, at + samples, (short) 0);
    }
    readyCount += samples;
    quiet = true;
  }

  /** Gets what comes next into {@link #ready}; false when the buffer has nothing now. */
  private boolean more(long now) {
    switch (stream.buffer.take(now, quiet)) {
      case FRAME -> {
        HeldPacket packet = stream.buffer.current();
        if (packet.content() == Content.NOISE) {
          noise.describe(packet.bytes(), 0, packet.length());
          noisy = true;
        } else {
          sound(packet);
        }
        return true;
      }
      case MISSING -> {
        missing(stream.buffer.missingTicks(), stream.buffer.following());
        return true;
      }
      case WAITING -> {
        return false;
      }
    }
    throw new IllegalStateException("not reached");
  }

  private void sound(HeldPacket packet) {
    noisy = false;
    Voice spoken = requireVoice(packet.payloadType());
    if (spoken != voice && voice.toFrame != null) {
      voice.toFrame.reset();
    }
    voice = spoken;
    int samples = decoder(spoken).decode(packet.bytes(), 0, packet.length(), decoded, 0);
    if (samples == Decoder.UNREADABLE) {
      unreadable++;
      missing(packet.ticks(), null);
      return;
    }
    if (tones != null) {
      listen(spoken, samples, tones);
    }
    append(spoken, samples);
  }

  private void missing(int ticks, @Nullable HeldPacket following) {
    // Decoders make things up in steps of 2.5 ms.
    int step = voice.rate / 400;
    long wanted = (long) ticks * voice.rate / voice.stream.clockRate;
    int samples = (int) Math.clamp((wanted + step / 2) / step, 1, 48L) * step;
    Decoder decoder = decoder(voice);
    if (following != null && requireVoice(following.payloadType()) == voice) {
      boolean helped =
          decoder.recover(following.bytes(), 0, following.length(), samples, decoded, 0);
      recovered += helped ? 1 : 0;
      concealed += helped ? 0 : 1;
    } else {
      decoder.conceal(samples, decoded, 0);
      concealed++;
    }
    if (tones != null) {
      tones.lost((int) ((long) samples * ToneReceiver.SAMPLE_RATE / voice.rate));
    }
    append(voice, samples);
  }

  private Decoder decoder(Voice spoken) {
    Decoder decoder = spoken.decoder;
    if (decoder == null) {
      decoder = spoken.codec.decoder(spoken.rate);
      spoken.decoder = decoder;
    }
    return decoder;
  }

  private void listen(Voice spoken, int samples, ToneReceiver receiver) {
    if (spoken.rate == ToneReceiver.SAMPLE_RATE) {
      hear(receiver, decoded, samples);
      return;
    }
    Resampler resampler = spoken.toTones;
    if (resampler == null) {
      resampler = new Resampler(spoken.rate, ToneReceiver.SAMPLE_RATE);
      spoken.toTones = resampler;
    }
    hear(receiver, narrow, resampler.convert(decoded, 0, samples, narrow, 0));
  }

  private void hear(ToneReceiver receiver, short[] pcm, int samples) {
    int piece = ToneReceiver.SAMPLE_RATE / Frames.PER_SECOND;
    for (int from = 0; from < samples; from += piece) {
      tell(receiver.on(pcm, from, Math.min(piece, samples - from)));
    }
  }

  private void append(Voice spoken, int samples) {
    makeRoom();
    energy = Level.energy(decoded, samples);
    quiet = energy < QUIET;
    int at = readyFrom + readyCount;
    if (spoken.rate == rate) {
      System.arraycopy(decoded, 0, ready, at, samples);
      readyCount += samples;
      return;
    }
    Resampler resampler = spoken.toFrame;
    if (resampler == null) {
      resampler = new Resampler(spoken.rate, rate);
      spoken.toFrame = resampler;
    }
    readyCount += resampler.convert(decoded, 0, samples, ready, at);
  }

  /** Moves what is ready to the beginning: less than a frame. */
  private void makeRoom() {
    if (readyFrom > 0) {
      System.arraycopy(ready, readyFrom, ready, 0, readyCount);
      readyFrom = 0;
    }
  }

  List<Stage> stages(long now) {
    JitterFigures j = stream.buffer.figures(now);
    Map<String, Object> buffer = new LinkedHashMap<>();
    buffer.put("received", j.received());
    buffer.put("lost", j.lost());
    buffer.put("late", j.late());
    buffer.put("duplicates", j.duplicates());
    buffer.put("strays", j.strays());
    buffer.put("left out", j.leftOut());
    buffer.put("restarts", j.restarts());
    buffer.put("delay ms", j.delayMs());
    buffer.put("wanted delay ms", j.targetMs());
    Map<String, Object> decoder = new LinkedHashMap<>();
    decoder.put("codec", voice.codec.format().toString());
    decoder.put("rate", voice.rate);
    decoder.put("frames", frames);
    decoder.put("concealed", concealed);
    decoder.put("recovered", recovered);
    decoder.put("unreadable", unreadable);
    decoder.put("of unknown type", unknown);
    decoder.put("level dBFS", Math.round(Level.decibels(energy)));
    return List.of(new Stage("jitter buffer", buffer), new Stage("decoder", decoder));
  }

  JitterFigures jitter(long now) {
    return stream.buffer.figures(now);
  }

  @Override
  public void close() {
    for (Voice each : voices) {
      if (each != null && each.decoder != null) {
        each.decoder.close();
      }
    }
    if (tones != null) {
      tones.close();
    }
  }
}
