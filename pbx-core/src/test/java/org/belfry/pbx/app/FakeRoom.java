package org.belfry.pbx.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A room that says who is in it and what was done in it. */
public final class FakeRoom implements Room {
  private final String name;
  private final int participantsMax;
  private final List<FakeSeat> seats = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private Runnable recording = () -> {};

  public FakeRoom(String name, int participantsMax) {
    this.name = name;
    this.participantsMax = participantsMax;
  }

  /** What was done, in words. */
  public List<String> log() {
    return log;
  }

  /** Who is in it; a muted one in brackets. */
  public List<String> inside() {
    return seats.stream().map(s -> s.muted ? "(" + s.who + ")" : s.who).toList();
  }

  Room.@Nullable Seat seat(String who) {
    if (seats.size() >= participantsMax) {
      return null;
    }
    FakeSeat seat = new FakeSeat(who);
    seats.add(seat);
    log.add(who + " comes");
    return seat;
  }

  @Override
  public void announce(List<Prompt> prompts, String language) {
    log.add("announces " + prompts);
  }

  @Override
  public void record(Path file, Consumer<Recorded> then) {
    log.add("records " + file.getFileName());
    recording =
        () ->
            then.accept(
                new Recorded.Kept(
                    file, Duration.ZERO, Duration.ZERO, Duration.ZERO, Recorded.End.LENGTH));
  }

  @Override
  public void stopRecording() {
    log.add("records no more");
    recording.run();
    recording = () -> {};
  }

  @Override
  public List<Talker> talkers() {
    return List.of();
  }

  @Override
  public String toString() {
    return name;
  }

  private final class FakeSeat implements Seat {
    private final String who;
    private boolean muted;

    FakeSeat(String who) {
      this.who = who;
    }

    @Override
    public void mute(boolean on) {
      muted = on;
      log.add(who + (on ? " is muted" : " may speak"));
    }

    @Override
    public void deafen(boolean on) {
      log.add(who + (on ? " is deaf" : " hears"));
    }

    @Override
    public void volume(double decibels) {
      log.add(who + " at " + decibels);
    }

    @Override
    public void leave() {
      if (seats.remove(this)) {
        log.add(who + " leaves");
      }
    }
  }
}
