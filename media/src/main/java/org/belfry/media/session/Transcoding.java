package org.belfry.media.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.jitter.JitterSettings;
import org.belfry.media.path.DigitListener;
import org.belfry.media.path.EventFormat;
import org.belfry.media.path.LegFormat;
import org.belfry.media.path.Transcoder;
import org.belfry.media.relay.RtpSink;
import org.belfry.media.rtp.Packet;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.belfry.media.server.MediaLeg;
import org.jspecify.annotations.Nullable;

/**
 * Two legs that share no codec, decoded and encoded in between. The media threads leave packets
 * here, the {@link Ticker} takes them: each 20 ms both sides get what the other said.
 */
final class Transcoding implements AutoCloseable {
  private static final int WAITING = 50; // a second of packets of 20 ms

  private final Transcoder transcoder;
  private final Mailbox fromA = new Mailbox();
  private final Mailbox fromB = new Mailbox();

  /**
   * @throws UnsupportedCodec when a side's codec is none of ours
   */
  Transcoding(
      LegMedia a,
      LegMedia b,
      MediaLeg legA,
      MediaLeg legB,
      Codecs codecs,
      Optional<Supplier<ToneReceiver>> tones,
      DigitListener digits,
      RandomGenerator random)
      throws UnsupportedCodec {
    LegFormat formatA = format(a, codecs);
    LegFormat formatB = format(b, codecs);
    this.transcoder =
        new Transcoder(
            formatA,
            formatB,
            legA::send,
            legB::send,
            listener(formatA, tones),
            listener(formatB, tones),
            digits,
            random);
  }

  /** A codec was agreed on that cannot be decoded or encoded here. */
  static final class UnsupportedCodec extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedCodec(String what) {
      super(what);
    }
  }

  RtpSink sinkA() {
    return fromA;
  }

  RtpSink sinkB() {
    return fromB;
  }

  /** 20 ms have passed. On the ticker's thread. */
  void tick(long now) {
    fromA.empty(Transcoder.Side.A);
    fromB.empty(Transcoder.Side.B);
    transcoder.tick(now);
  }

  @Override
  public void close() {
    transcoder.close();
  }

  private static @Nullable ToneReceiver listener(
      LegFormat format, Optional<Supplier<ToneReceiver>> tones) {
    return format.receiving().events().isPresent() ? null : tones.map(Supplier::get).orElse(null);
  }

  /**
   * What a leg of this side speaks.
   *
   * @throws UnsupportedCodec when that is none of our codecs
   */
  static LegFormat format(LegMedia media, Codecs codecs) throws UnsupportedCodec {
    Map<Integer, Codec> receives = new HashMap<>();
    int noise = -1;
    for (PayloadFormat each : media.receives()) {
      if (each.isComfortNoise()) {
        noise = each.payloadType();
      } else if (each.isSpeech()) {
        codecs
            .find(each.encoding(), each.clockRate(), each.channels())
            .ifPresent(codec -> receives.put(each.payloadType(), codec));
      }
    }
    PayloadFormat sends = media.codec();
    Codec codec =
        sends == null
            ? null
            : codecs.find(sends.encoding(), sends.clockRate(), sends.channels()).orElse(null);
    if (sends == null || codec == null || receives.isEmpty()) {
      throw new UnsupportedCodec(sends == null ? "nothing" : sends.codec());
    }
    PayloadFormat events = media.telephoneEvent();
    Optional<EventFormat> sendsEvents =
        events == null
            ? Optional.empty()
            : Optional.of(new EventFormat(events.payloadType(), events.clockRate()));
    Optional<EventFormat> receivesEvents =
        media.receives().stream()
            .filter(PayloadFormat::isTelephoneEvent)
            .findFirst()
            .map(each -> new EventFormat(each.payloadType(), each.clockRate()));
    String parameters = sends.parameters();
    return new LegFormat(
        new LegFormat.Receiving(receives, noise, receivesEvents, JitterSettings.DEFAULT),
        new LegFormat.Sending(
            codec,
            sends.payloadType(),
            parameters == null ? FormatParameters.NONE : FormatParameters.of(parameters),
            media.ptime(),
            sendsEvents));
  }

  /**
   * Packets between a media thread and the ticker. When nobody takes them they are lost, as on a
   * network.
   */
  private final class Mailbox implements RtpSink {
    private final ArrayBlockingQueue<Held> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Packet packet = new Packet();

    @Override
    public void received(Packet received, long now) {
      if (!waiting.offer(new Held(received.toBytes(), now))) {
        waiting.poll();
      }
    }

    void empty(Transcoder.Side side) {
      for (Held held = waiting.poll(); held != null; held = waiting.poll()) {
        packet.copyFrom(held.bytes, 0, held.bytes.length);
        transcoder.put(side, packet, held.at);
      }
    }
  }

  private record Held(byte[] bytes, long at) {}
}
