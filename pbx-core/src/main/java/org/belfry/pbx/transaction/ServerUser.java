package org.belfry.pbx.transaction;

import org.belfry.pbx.engine.Event;

/** What works on the request of a server transaction: its user (RFC 3261 §5, "TU"). */
public interface ServerUser {
  /** Makes the letter that tells it that nobody waits for its answer any more (RFC 4320 §4.2). */
  Event overdue();
}
