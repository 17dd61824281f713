package org.belfry.pbx.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.belfry.pbx.call.CallEvent;
import org.jspecify.annotations.Nullable;

/** A call that a program leads now: its {@link Line} to lane and media. */
final class LiveProgram implements Line {
  /** What may wait before keys and messages are lost. */
  private static final int NEWS_MAX = 256;

  /** A lane that is full for longer than this is lost anyway. */
  private static final int TRIES = 100;

  private static final Duration AGAIN = Duration.ofMillis(50);

  private final String id;
  private final String callId;
  private final InstantSource clock;
  private final VoiceMedia media;
  private final CallLanes lanes;
  private final NewsQueue news;
  private final Map<Integer, VoiceMedia.Voice> voices = new ConcurrentHashMap<>();
  private final Consumer<VoiceCommand> lost;
  private volatile boolean gone;

  /**
   * @param id what the program's sound goes by
   * @param callId what its lane goes by
   * @param lost told of a word that the lane has had no room for all the time
   */
  LiveProgram(
      String id,
      String callId,
      InstantSource clock,
      VoiceMedia media,
      CallLanes lanes,
      NewsQueue news,
      Consumer<VoiceCommand> lost) {
    this.lost = lost;
    this.id = id;
    this.callId = callId;
    this.clock = clock;
    this.media = media;
    this.lanes = lanes;
    this.news = news;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public @Nullable VoiceEvent next(Instant until) {
    return news.take(until);
  }

  @Override
  public void put(VoiceEvent happened) {
    if (happened instanceof VoiceEvent.HungUp) {
      gone = true;
    }
    boolean mayBeLost =
        happened instanceof VoiceEvent.Pressed || happened instanceof VoiceEvent.Told;
    if (!mayBeLost || news.size() < NEWS_MAX) {
      news.put(happened);
    }
  }

  @Override
  public void say(VoiceCommand word) {
    CallEvent.ProgramCommand worded = new CallEvent.ProgramCommand(this, word);
    for (int tries = 1; !lanes.command(callId, worded); tries++) {
      if (tries == TRIES) {
        lost.accept(word);
        return;
      }
      LockSupport.parkNanos(AGAIN.toNanos());
    }
  }

  @Override
  public VoiceMedia.Voice voice(int leg) {
    return voices.computeIfAbsent(
        leg, number -> media.open(number == 0 ? id : id + "/" + number, new LegEvents(number)));
  }

  @Override
  public Room room() {
    return media.room(id, 2);
  }

  @Override
  public boolean gone() {
    return gone;
  }

  private final class LegEvents implements VoiceMedia.Events {
    private final int leg;

    LegEvents(int leg) {
      this.leg = leg;
    }

    @Override
    public void pressed(char key) {
      put(new VoiceEvent.Pressed(leg, key));
    }

    @Override
    public void played(long order) {
      put(new VoiceEvent.Played(leg, order));
    }

    @Override
    public void silent() {
      put(new VoiceEvent.Silent());
    }

    @Override
    public void recorded(Recorded result) {
      put(new VoiceEvent.Recording(result));
    }

    @Override
    public void lost(String why) {
      // Media tells it once, on its own thread, which does not wait.
      VoiceCommand word =
          leg == VoiceEvent.CALLER ? new VoiceCommand.HangUp(why) : new VoiceCommand.Lost(leg, why);
      if (!lanes.command(callId, new CallEvent.ProgramCommand(LiveProgram.this, word))) {
        lost.accept(word);
      }
    }
  }
}
