package org.belfry.media.sdp.negotiation;

import java.util.List;

/**
 * What an offer and its answer came to.
 *
 * @param streams one for each m-line, in their order
 */
public record Agreement(List<AgreedStream> streams) {
  public Agreement {
    streams = List.copyOf(streams);
  }

  /** Those in use. */
  public List<AgreedStream.Open> open() {
    return streams.stream()
        .filter(AgreedStream.Open.class::isInstance)
        .map(AgreedStream.Open.class::cast)
        .toList();
  }
}
