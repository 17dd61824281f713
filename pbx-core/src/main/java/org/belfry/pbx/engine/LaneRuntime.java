package org.belfry.pbx.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * What drives the machines of a lane: takes events one at a time, delivers each, and then the
 * letters that came of it, until none is left. So no machine is entered while another one works.
 */
public final class LaneRuntime implements Post {
  private final Lane lane;
  private final Deque<Event> letters = new ArrayDeque<>();
  private final Lane.Work machines;

  /**
   * @param capacity events that may wait
   * @param driver the thread of the lane
   * @param machines makes those that events and letters are delivered to, given where they post
   */
  public LaneRuntime(
      String name,
      int capacity,
      InstantSource clock,
      Lane.Driver driver,
      Function<Post, ? extends Lane.Work> machines) {
    this.lane = new Lane(name, capacity, clock, driver, this::handle);
    this.machines = machines.apply(this);
  }

  /** The lane that is driven. */
  public Lane lane() {
    return lane;
  }

  private void handle(Event event, Instant now) {
    machines.handle(event, now);
    Event letter;
    while ((letter = letters.poll()) != null) {
      machines.handle(letter, now);
    }
  }

  @Override
  public void send(Event letter) {
    letters.add(letter);
  }

  @Override
  public TimerWheel.Timer after(Duration delay, Event letter, Instant now) {
    return lane.after(delay, letter, now);
  }

  @Override
  public void cancel(TimerWheel.Timer timer) {
    lane.cancel(timer);
  }

  @Override
  public boolean offer(Event letter) {
    return lane.offer(letter);
  }
}
