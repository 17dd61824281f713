package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.SessionDescription;

/**
 * An offer under way.
 *
 * @param from who made it
 * @param offer as it came
 * @param sent as it went on
 * @param plans by m-line
 */
record Offered(Side from, SessionDescription offer, SessionDescription sent, List<LinePlan> plans) {
  Offered {
    plans = List.copyOf(plans);
  }
}
