package org.belfry.pbx.presence;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Subscriptions of all lanes, by watcher and in all, against the limits; and what came of them. */
public final class WatcherCounts {
  private final int perWatcher;
  private final int inAll;
  private final Map<String, Integer> byWatcher = new ConcurrentHashMap<>();
  private final LongAdder live = new LongAdder();
  private final LongAdder notified = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder published = new LongAdder();

  public WatcherCounts(int perWatcher, int inAll) {
    this.perWatcher = perWatcher;
    this.inAll = inAll;
  }

  /** May another one begin? */
  public enum Room {
    ENOUGH,
    /** This watcher has as many as one may have. */
    NONE_FOR_WATCHER,
    /** There are as many as there may be. */
    NONE
  }

  /** Takes room for one more, when there is any. */
  public Room take(String watcher) {
    Room room =
        byWatcher.getOrDefault(watcher, 0) >= perWatcher
            ? Room.NONE_FOR_WATCHER
            : live.sum() >= inAll ? Room.NONE : Room.ENOUGH;
    if (room == Room.ENOUGH) {
      byWatcher.merge(watcher, 1, Integer::sum);
      live.increment();
    } else {
      refused.increment();
    }
    return room;
  }

  /** One has ended. */
  public void giveBack(String watcher) {
    byWatcher.computeIfPresent(watcher, (w, n) -> n == 1 ? null : n - 1);
    live.decrement();
  }

  /** Subscriptions that are live. */
  public LongAdder live() {
    return live;
  }

  /** Notifications that were sent, without retransmissions. */
  public LongAdder notified() {
    return notified;
  }

  /** Subscriptions that ended because their watcher refused a notification, or did not answer. */
  public LongAdder failed() {
    return failed;
  }

  /** Subscriptions refused at a limit. */
  public LongAdder refused() {
    return refused;
  }

  /** Publications that are live. */
  public LongAdder published() {
    return published;
  }
}
