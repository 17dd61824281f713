package org.belfry.pbx.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * Where the machines of one lane leave letters for each other and set their timers. A letter names
 * by its type whom it is for; nobody knows who reads it. Only {@link #offer} may be called on
 * another thread than the lane's.
 */
public interface Post {
  /** Delivers a letter when what is done now is done; letters keep their order. */
  void send(Event letter);

  /** Delivers a letter after a while. */
  TimerWheel.Timer after(Duration delay, Event letter, Instant now);

  void cancel(TimerWheel.Timer timer);

  /**
   * Queues a letter from any thread.
   *
   * @return false when the lane is full and the letter was not taken
   */
  boolean offer(Event letter);
}
