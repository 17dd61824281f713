package org.belfry.media.server;

import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegTotals;

/** Control, as the media server sees it. Called on the executor given to the server. */
public interface MediaEvents {
  void happened(MediaLeg leg, LegEvent event);

  /** The leg is closed and its ports are free; the last call about it. */
  void closed(MediaLeg leg, LegTotals totals);

  /** A fault of ours: the leg does not relay any more. Close its call. */
  void failed(MediaLeg leg, RuntimeException fault);
}
