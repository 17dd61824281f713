package org.belfry.media.path;

import java.util.Map;
import java.util.Optional;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.ComfortNoise;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.jitter.JitterSettings;

/**
 * What offer and answer agreed on for the sound of one leg. The two directions may differ in codec
 * and in numbers (RFC 3264 §5.1).
 */
public record LegFormat(Receiving receiving, Sending sending) {

  /**
   * What the phone may send.
   *
   * @param codecs by payload type: it may change between all that were agreed on (RFC 3264 §8.3.2)
   * @param noisePayloadType of comfort noise (RFC 3389), usually 13; -1 for none
   * @param events its telephone-events, if it sends such
   * @param jitter bounds of the jitter buffer
   */
  public record Receiving(
      Map<Integer, Codec> codecs,
      int noisePayloadType,
      Optional<EventFormat> events,
      JitterSettings jitter) {
    public Receiving {
      codecs = Map.copyOf(codecs);
      if (codecs.isEmpty()) {
        throw new IllegalArgumentException("a leg without a codec");
      }
    }
  }

  /**
   * What we send.
   *
   * @param payloadType of the codec, as the phone named it
   * @param parameters the phone's a=fmtp for it
   * @param ptime milliseconds in a packet; made to fit the codec
   * @param events how it wants to get digits; empty: as tones in the sound
   */
  public record Sending(
      Codec codec,
      int payloadType,
      FormatParameters parameters,
      int ptime,
      Optional<EventFormat> events) {
    public Sending {
      ptime = codec.format().ptime(ptime);
    }
  }

  /** The usual: one codec, the same numbers both ways. */
  public static LegFormat of(
      Codec codec,
      int payloadType,
      FormatParameters parameters,
      int ptime,
      Optional<EventFormat> events) {
    return new LegFormat(
        new Receiving(
            Map.of(payloadType, codec), ComfortNoise.PAYLOAD_TYPE, events, JitterSettings.DEFAULT),
        new Sending(codec, payloadType, parameters, ptime, events));
  }
}
