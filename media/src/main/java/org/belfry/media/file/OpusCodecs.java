package org.belfry.media.file;

import java.util.Optional;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Codecs;

/** Finds Opus among the codecs of this machine. */
final class OpusCodecs {
  private OpusCodecs() {}

  /** By its name in RFC 7587 §7; empty where its library is missing. */
  static Optional<Codec> of(Codecs codecs) {
    return codecs.find("opus", 48_000, 2);
  }
}
