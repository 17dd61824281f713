package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we are on one side.
 *
 * @param sessionId in the o-line; the same for the life of the dialog, random
 * @param address of the o-line and the session's c-line
 * @param media in the order of the m-lines. An m-line of an offer for which there is none is
 *     declined. M-lines that share a transport (see {@link LegMedia#transport}) use the one of the
 *     first of them.
 */
public record LocalSide(long sessionId, String address, List<LocalMedia> media) {
  public LocalSide {
    media = List.copyOf(media);
  }

  @Nullable LocalMedia at(int index) {
    return index < media.size() ? media.get(index) : null;
  }

  LocalMedia need(int index) {
    if (index >= media.size()) {
      throw new IllegalArgumentException("no local media for m-line " + (index + 1));
    }
    return media.get(index);
  }

  /** What carries a line, with the line's own stream. */
  LocalMedia carried(int index, int transport) {
    LocalMedia carrier = need(transport);
    LocalMedia own = at(index);
    return index == transport ? carrier : carrier.withSource(own == null ? null : own.source());
  }
}
