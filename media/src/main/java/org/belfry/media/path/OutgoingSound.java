package org.belfry.media.path;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.Resampler;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.EventSender;
import org.belfry.media.dtmf.ToneSender;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * What a phone hears: frames in, packets out, numbered and stamped (RFC 3550 §5.1). Digits take the
 * place of the sound, as events or as tones.
 *
 * <p>Belongs to one thread. Allocates nothing per frame.
 */
final class OutgoingSound implements AutoCloseable {
  /** How long a pressed key sounds as a tone, which cannot be said before it is released. */
  private static final int TONE_MS = 120;

  private final LegFormat.Sending format;
  private final int rate;
  private final int ssrc;
  private final Encoder encoder;
  private final @Nullable Resampler resampler;
  private final @Nullable EventSender events;
  private final int eventType;
  private final ToneSender tones;
  private final Packet packet = new Packet();
  private final byte[] payload;
  private final short[] waiting;
  private final short[] silence;
  private final int samplesPerPacket;
  private final int ticksPerPacket;
  private int waitingCount;
  private int sequence;
  private int timestamp;
  private boolean marker = true;
  private int energy;
  private long packets;
  private long octets;
  private long refusedDigits;

  /**
   * @param rate samples per second of the frames
   * @param random for SSRC and the first numbers (RFC 3550 §5.1)
   */
  OutgoingSound(LegFormat.Sending format, int rate, RandomGenerator random) {
    this.format = format;
    this.rate = rate;
    this.ssrc = random.nextInt();
    this.sequence = random.nextInt() & 0xffff;
    this.timestamp = random.nextInt();
    int encoderRate = format.codec().sampleRateFor(rate);
    this.encoder = format.codec().encoder(format.parameters(), encoderRate);
    this.resampler = encoderRate == rate ? null : new Resampler(rate, encoderRate);
    this.events = format.events().map(e -> new EventSender(e.clockRate())).orElse(null);
    this.eventType = format.events().map(EventFormat::payloadType).orElse(-1);
    this.tones = new ToneSender(encoderRate);
    this.samplesPerPacket = encoderRate / 1000 * format.ptime();
    this.ticksPerPacket = format.codec().format().clockRate() / 1000 * format.ptime();
    this.payload = new byte[encoder.maxBytes(samplesPerPacket)];
    this.waiting = new short[samplesPerPacket + Frames.samples(encoderRate)];
    this.silence = new short[Frames.samples(rate)];
  }

  /** Sends 20 ms, in as many packets as are full by it: none, one, or two. */
  void write(short[] frame, PacketSink sink) {
    int samples = Frames.samples(rate);
    energy = Level.energy(frame, samples);
    if (resampler == null) {
      System.arraycopy(frame, 0, waiting, waitingCount, samples);
    } else {
      samples = resampler.convert(frame, 0, samples, waiting, waitingCount);
    }
    tones.fill(waiting, waitingCount, samples);
    waitingCount += samples;
    int sent = 0;
    for (; waitingCount - sent >= samplesPerPacket; sent += samplesPerPacket) {
      sendPacket(sent, sink);
    }
    waitingCount -= sent;
    System.arraycopy(waiting, sent, waiting, 0, waitingCount);
  }

  /**
   * Sends 20 ms that were encoded elsewhere, for many listeners at once. Digits as events take
   * their place as they take that of sound.
   *
   * @param length 0 when the encoder had nothing to send: time passes
   * @return false when this leg must encode by itself: its packets are not of 20 ms, or a digit is
   *     sent as a tone. Nothing has happened then
   */
  boolean writePayload(byte[] bytes, int length, PacketSink sink) {
    if (format.ptime() != Frames.MS || tones.busy()) {
      return false;
    }
    waitingCount = 0; // the rest of a resampled frame, before the listeners were joined
    if (sendEvent(sink)) {
      return true;
    }
    if (length == 0) {
      timestamp += ticksPerPacket;
      marker = true;
      return true;
    }
    sendSound(bytes, length, sink);
    return true;
  }

  /** Sends 20 ms of silence. */
  void silence(PacketSink sink) {
    write(silence, sink);
  }

  private void sendPacket(int from, PacketSink sink) {
    if (!sendEvent(sink)) {
      sendSound(payload, encoder.encode(waiting, from, samplesPerPacket, payload, 0), sink);
    }
  }

  private boolean sendEvent(PacketSink sink) {
    if (events == null || !events.step(timestamp, format.ptime())) {
      return false;
    }
    packet.beginRtp(eventType, sequence, events.timestamp(), ssrc, EventSender.PAYLOAD);
    packet.marker(events.marker());
    events.write(packet.bytes(), packet.payloadOffset());
    marker = true; // sound after an event is a new talk spurt (RFC 3551 §4.1)
    sent(sink);
    return true;
  }

  private void sendSound(byte[] bytes, int length, PacketSink sink) {
    packet.beginRtp(format.payloadType(), sequence, timestamp, ssrc, length);
    packet.marker(marker);
    System.arraycopy(bytes, 0, packet.bytes(), packet.payloadOffset(), length);
    marker = false;
    sent(sink);
  }

  private void sent(PacketSink sink) {
    packets++;
    octets += packet.payloadLength();
    sequence = (sequence + 1) & 0xffff;
    timestamp += ticksPerPacket;
    sink.send(packet);
  }

  /** Time passed in which nothing was sent: what comes next is stamped accordingly. */
  void skip(int frames) {
    timestamp += frames * Frames.MS * (format.codec().format().clockRate() / 1000);
    waitingCount = 0;
    marker = true;
    if (resampler != null) {
      resampler.reset();
    }
  }

  void send(Digit digit, int ms) {
    count(events == null ? tones.send(digit, ms) : events.send(digit, ms));
  }

  void press(Digit digit) {
    count(events == null ? tones.send(digit, TONE_MS) : events.press(digit));
  }

  void release() {
    if (events != null) {
      events.release();
    }
  }

  boolean dials() {
    return events == null ? tones.busy() : events.busy();
  }

  private void count(boolean taken) {
    refusedDigits += taken ? 0 : 1;
  }

  void expectLoss(int percent) {
    encoder.expectLoss(percent);
  }

  int ssrc() {
    return ssrc;
  }

  Stage stage() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("codec", format.codec().format().toString());
    figures.put("rate", encoder.sampleRate());
    figures.put("ptime", format.ptime());
    figures.put("packets", packets);
    figures.put("octets", octets);
    figures.put("digits refused", refusedDigits);
    figures.put("level dBFS", Math.round(Level.decibels(energy)));
    return new Stage("encoder", figures);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
