package org.belfry.media.codec;

import java.util.List;
import java.util.Optional;

/**
 * The codecs of this appliance, best first. A codec whose library is absent is not in it, so it is
 * never offered.
 */
public final class Codecs {
  private final List<Codec> codecs;

  /**
   * @throws IllegalArgumentException when two have the same name or the same payload type
   */
  public Codecs(List<? extends Codec> codecs) {
    this.codecs = List.copyOf(codecs);
    for (Codec one : this.codecs) {
      for (Codec other : this.codecs.subList(this.codecs.indexOf(one) + 1, this.codecs.size())) {
        requireDifferent(one.format(), other.format());
      }
    }
  }

  private static void requireDifferent(Format one, Format other) {
    boolean sameType =
        one.staticPayloadType() >= 0 && one.staticPayloadType() == other.staticPayloadType();
    if (sameType || one.is(other.name(), other.clockRate(), other.channels())) {
      throw new IllegalArgumentException(one + " and " + other + " cannot be told apart");
    }
  }

  public List<Codec> all() {
    return codecs;
  }

  /** By what stands in a=rtpmap. */
  public Optional<Codec> find(String name, int clockRate, int channels) {
    for (Codec codec : codecs) {
      if (codec.format().is(name, clockRate, channels)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  /** By a payload type of RFC 3551 §6 that no a=rtpmap explains. */
  public Optional<Codec> find(int staticPayloadType) {
    for (Codec codec : codecs) {
      if (staticPayloadType >= 0 && codec.format().staticPayloadType() == staticPayloadType) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }
}
