package org.belfry.pbx.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Function;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.transaction.LaneContext;
import org.jspecify.annotations.Nullable;

/**
 * What legs and calls reach of their lane and of the others: letters, timers, and new tags and
 * Call-IDs (RFC 3261 §8.1.1.4, §19.3).
 */
final class AgentLane {
  private final LaneContext lane;
  private final Function<String, Lane> laneOf;

  /**
   * @param laneOf the lane of a Call-ID
   */
  AgentLane(LaneContext lane, Function<String, Lane> laneOf) {
    this.lane = lane;
    this.laneOf = laneOf;
  }

  /** True for the Call-IDs of this lane. */
  boolean owns(String callId) {
    return lane.owns().test(callId);
  }

  /** Does something when the lane is done with what it does. */
  void later(@Nullable String callId, AgentEvent.LaneTask task) {
    lane.post().send(new AgentEvent.Due(callId, task));
  }

  /** Leaves a letter in this lane, to be read when the lane is done with what it does. */
  void send(Event letter) {
    lane.post().send(letter);
  }

  /** Leaves a letter in the lane of a Call-ID. */
  void send(String callId, Event letter) {
    if (owns(callId)) {
      send(letter);
    } else {
      sendAway(callId, letter);
    }
  }

  /** Leaves a letter in another lane; lost when that is full. */
  void sendAway(String callId, Event letter) {
    laneOf.apply(callId).offer(letter);
  }

  TimerWheel.Timer after(Duration delay, Event letter, Instant now) {
    return lane.post().after(delay, letter, now);
  }

  void cancel(TimerWheel.@Nullable Timer timer) {
    if (timer != null) {
      lane.post().cancel(timer);
    }
  }

  /** A tag for one side of a dialog. */
  String tag() {
    return HexFormat.of().toHexDigits(lane.random().nextLong());
  }

  /** New, unguessable, and of this lane, so that one call's legs need no locks. */
  String newCallId() {
    while (true) {
      String callId = tag() + tag();
      if (owns(callId)) {
        return callId;
      }
    }
  }
}
