package org.belfry.media.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.jspecify.annotations.Nullable;

/**
 * Two legs that share no codec, decoded and encoded in between. The media threads leave packets
 * here, the {@link Ticker} takes them: each 20 ms both sides get what the other said.
 */
final class Transcoding implements AutoCloseable {
  private final Transcoder transcoder;
  private final Mailbox fromA = new Mailbox();
  private final Mailbox fromB = new Mailbox();

  /**
   * @throws UnsupportedCodec when a side's codec is none of ours
   */
  Transcoding(
      LegMedia a,
      LegMedia b,
      Line lineA,
      Line lineB,
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
            lineA::send,
            lineB::send,
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
    fromA.empty((packet, at) -> transcoder.put(Transcoder.Side.A, packet, at));
    fromB.empty((packet, at) -> transcoder.put(Transcoder.Side.B, packet, at));
    transcoder.tick(now);
  }

  @Override
  public void close() {
    transcoder.close();
  }

  /** What finds digits in the sound of a side that sends no events. */
  static @Nullable ToneReceiver listener(LegFormat format, Optional<Supplier<ToneReceiver>> tones) {
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
            .filter(PayloadFormat::isUsableEvent)
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
}
