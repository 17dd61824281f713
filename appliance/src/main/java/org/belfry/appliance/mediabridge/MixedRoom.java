package org.belfry.appliance.mediabridge;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.belfry.media.play.Sound;
import org.belfry.media.session.EndpointSound;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Room;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mixer of the media server, as applications see it. */
final class MixedRoom implements Room {
  private static final Logger LOG = LoggerFactory.getLogger(MixedRoom.class);
  private static final int RATE = 16_000;
  private static final int PATIENCE_MS = 1000;

  private final String name;
  private final org.belfry.media.session.Room room;
  private final PlayedSounds sounds;
  private final Recordings recordings;

  MixedRoom(
      String name, org.belfry.media.session.Room room, PlayedSounds sounds, Recordings recordings) {
    this.name = name;
    this.room = room;
    this.sounds = sounds;
    this.recordings = recordings;
  }

  /** Null when the room is full. */
  Room.@Nullable Seat enter(EndpointSound who, String talker, boolean muted) {
    try {
      return new Taken(room.join(who, talker, muted).get(PATIENCE_MS, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      LOG.info("room={} lets {} not in: {}", name, talker, String.valueOf(e.getCause()));
      return null;
    } catch (TimeoutException e) {
      LOG.warn("room={} does not answer", name);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void announce(List<Prompt> prompts, String language) {
    for (Sound sound : sounds.of(prompts, language, RATE)) {
      room.announce(sound);
    }
  }

  @Override
  public void record(Path file, Consumer<Recorded> then) {
    recordings.begin(file, RATE, recordings.longest(), room::record, then);
  }

  @Override
  public void stopRecording() {
    room.stopRecording();
  }

  @Override
  public List<Talker> talkers() {
    return room.talkers().stream().map(t -> new Talker(t.name(), t.level())).toList();
  }

  private record Taken(org.belfry.media.session.Room.Seat seat) implements Room.Seat {
    @Override
    public void mute(boolean on) {
      seat.mute(on);
    }

    @Override
    public void deafen(boolean on) {
      seat.deafen(on);
    }

    @Override
    public void volume(double decibels) {
      seat.volume(decibels);
    }

    @Override
    public void leave() {
      seat.leave();
    }
  }
}
