package org.belfry.pbx.app;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One {@link VoiceCall#bridge}, from the first ring to the end of the talk. */
final class Bridging {
  private static final Duration CONFIRM_TIME = Duration.ofSeconds(10);
  private static final Duration FOR_EVER = Duration.ofHours(24);
  private static final char YES = '1';

  private final ProgramCall call;
  private final Line line;
  private final Bridge bridge;
  private final Map<Integer, String> ringing = new LinkedHashMap<>();

  /** Who has answered and hears the welcome, or is to confirm: until when. */
  private final Map<Integer, Instant> welcomed = new HashMap<>();

  private final Map<Integer, Integer> refusals = new HashMap<>();
  private @Nullable String reason;

  /**
   * @param firstLeg the number of the first that is called; the others follow
   */
  Bridging(ProgramCall call, Line line, Bridge bridge, int firstLeg) {
    this.call = call;
    this.line = line;
    this.bridge = bridge;
    int leg = firstLeg;
    for (String destination : bridge.destinations()) {
      ringing.put(leg++, destination);
    }
  }

  Bridged run() {
    ringing.forEach((leg, destination) ->
        line.say(new VoiceCommand.Call(leg, destination, bridge.payer(), line.voice(leg))));
    Instant until = line.now().plus(bridge.ringTime());
    while (!call.over()) {
      Instant next = next(until);
      VoiceEvent news = call.take(next);
      int taken = news == null ? late(until) : happened(news);
      if (taken > 0) {
        return talk(taken);
      }
      if (ringing.isEmpty()) {
        return outcome();
      }
    }
    return new Bridged.Gone("", Duration.ZERO);
  }

  /** Who is asked to confirm gets its time, however long it has rung. */
  private Instant next(Instant until) {
    Instant first = null;
    for (Instant each : welcomed.values()) {
      first = first == null || each.isBefore(first) ? each : first;
    }
    return first == null ? until : first;
  }

  /** Time is over for who rings, or for who was to confirm. */
  private int late(Instant until) {
    Instant now = line.now();
    for (int leg : List.copyOf(ringing.keySet())) {
      Instant confirm = welcomed.get(leg);
      Instant end = confirm == null ? until : confirm;
      if (!now.isBefore(end)) {
        gone(leg, 408, "No Answer");
        line.say(new VoiceCommand.Drop(leg));
      }
    }
    return 0;
  }

  /**
   * @return the leg that has the call now, or 0
   */
  private int happened(VoiceEvent news) {
    switch (news) {
      case VoiceEvent.Answered n when ringing.containsKey(n.leg()) -> {
        boolean concerned = bridge.concerns(ringing.getOrDefault(n.leg(), ""));
        if (!concerned || (bridge.welcome().isEmpty() && !bridge.confirm())) {
          return n.leg();
        }
        welcomed.put(n.leg(), line.now().plus(FOR_EVER));
        line.voice(n.leg()).play(1, bridge.welcome(), call.spoken());
      }
      case VoiceEvent.Played n when welcomed.containsKey(n.leg()) -> {
        if (!bridge.confirm()) {
          return n.leg();
        }
        welcomed.put(n.leg(), line.now().plus(CONFIRM_TIME));
      }
      case VoiceEvent.Pressed n when bridge.confirm() && welcomed.containsKey(n.leg()) -> {
        if (n.key() == YES) {
          return n.leg();
        }
        gone(n.leg(), 603, "Decline");
        line.say(new VoiceCommand.Drop(n.leg()));
      }
      case VoiceEvent.RungEnough n -> {
        for (int leg : List.copyOf(ringing.keySet())) {
          gone(leg, 408, "Rung Enough");
          line.say(new VoiceCommand.Drop(leg));
        }
      }
      case VoiceEvent.Ended n when ringing.containsKey(n.leg()) ->
          gone(n.leg(), n.status() == 0 ? 603 : n.status(), n.reason());
      default -> {}
    }
    return 0;
  }

  private void gone(int leg, int status, String why) {
    ringing.remove(leg);
    welcomed.remove(leg);
    refusals.put(leg, status);
    reason = why;
  }

  /**
   * All have refused: no answer of one says that it makes sense to wait, busy of all that it does
   * not.
   */
  private Bridged outcome() {
    if (refusals.values().stream().anyMatch(s -> s == 408 || s == 487)) {
      return new Bridged.NoAnswer();
    }
    if (refusals.values().stream().allMatch(s -> s == 486 || s == 600)) {
      return new Bridged.Busy();
    }
    int best = refusals.values().stream().mapToInt(s -> s).max().orElse(480);
    return new Bridged.Refused(best, reason == null ? "Temporarily Unavailable" : reason);
  }

  private Bridged talk(int leg) {
    String destination = ringing.getOrDefault(leg, "");
    for (int other : ringing.keySet()) {
      if (other != leg) {
        line.say(new VoiceCommand.Drop(other));
      }
    }
    bridge.answered().accept(destination);
    Instant since = line.now();
    Room room = line.room();
    call.quiet();
    Room.Seat ours = line.voice(VoiceEvent.CALLER).enter(room, "caller", false);
    Room.Seat theirs = line.voice(leg).enter(room, "callee", false);
    boolean there = ours != null && theirs != null;
    while (there && !call.over()) {
      VoiceEvent news = call.take(line.now().plus(FOR_EVER));
      switch (news) {
        case VoiceEvent.Ended n when n.leg() == leg -> there = false;
        // Keys do not pass a mixer as sound: the other's mailbox or menu wants them.
        case VoiceEvent.Pressed n when n.leg() == leg ->
            line.voice(VoiceEvent.CALLER).press(n.key());
        case VoiceEvent.Pressed n when n.leg() == VoiceEvent.CALLER ->
            line.voice(leg).press(n.key());
        case null, default -> {}
      }
    }
    if (ours != null) {
      ours.leave();
    }
    line.say(new VoiceCommand.Drop(leg));
    Duration length = Duration.between(since, line.now());
    return call.over()
        ? new Bridged.Gone(destination, length)
        : new Bridged.Talked(destination, length);
  }
}
