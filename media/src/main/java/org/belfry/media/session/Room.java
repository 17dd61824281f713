package org.belfry.media.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.mix.FrameEncoder;
import org.belfry.media.mix.Mixer;
import org.belfry.media.mix.MixerSettings;
import org.belfry.media.mix.Outgoing;
import org.belfry.media.mix.Participant;
import org.belfry.media.mix.RoomRefusal;
import org.belfry.media.path.AudioLeg;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.Frames;
import org.belfry.media.path.LegFormat;
import org.belfry.media.path.PacketSink;
import org.belfry.media.play.Player;
import org.belfry.media.play.Sound;
import org.belfry.media.record.Recorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room in which endpoints hear each other: all but themselves (RFC 4353 §5). Any thread may ask;
 * it happens on the {@link Ticker}'s, at the next tick. An empty room costs nothing.
 */
public final class Room implements Ticker.Ticked {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final MediaSessions world;
  private final Mixer mixer;
  private final Outgoing<Encoding> outgoing;
  private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
  private final List<Seat> seats = new ArrayList<>();
  private volatile List<Talker> talkers = List.of();
  private boolean ticking;
  private @Nullable Player announcements;
  private @Nullable Participant announcer;
  private @Nullable Recorder recorder;
  private @Nullable Participant recording;

  /** What makes two encodings equal. */
  private record Encoding(Codec codec, FormatParameters parameters, int rate) {}

  /**
   * One who was loud lately, for who looks at the room.
   *
   * @param name as given to {@link #join}
   * @param level in dBFS over the last 200 ms
   */
  public record Talker(String name, double level) {}

  Room(MediaSessions world, MixerSettings settings) {
    this.world = world;
    this.mixer = new Mixer(settings);
    this.outgoing = new Outgoing<>(mixer, Room::encoder);
  }

  /**
   * Lets an endpoint in.
   *
   * @param name of who it is, for {@link #talkers}
   * @param muted whether it only hears
   * @return the seat, or {@link RoomRefusal} as the cause of failure
   */
  public CompletableFuture<Seat> join(EndpointSound who, String name, boolean muted) {
    CompletableFuture<Seat> then = new CompletableFuture<>();
    ask(() -> {
      try {
        Seat seat = new Seat(who, name);
        seat.participant.mute(muted);
        seats.add(seat);
        who.sit(seat);
        then.complete(seat);
      } catch (RoomRefusal | RuntimeException e) {
        then.completeExceptionally(e);
      }
    });
    return then;
  }

  /** Plays a sound to all, after those that wait. Of 16000 samples per second. */
  public void announce(Sound sound) {
    ask(() -> {
      if (announcements == null || announcer == null) {
        Player player = new Player(Mixer.WIDE);
        try {
          announcer = mixer.join(player);
          announcer.hearAlways();
          announcements = player;
        } catch (RoomRefusal e) {
          sound.close();
          return;
        }
      }
      announcements.add(sound);
    });
  }

  /** Records what everybody says, in one channel of 16000 samples per second. */
  public void record(Recorder to) {
    ask(() -> {
      stopRecorder();
      try {
        recording = mixer.join(new Silent());
        recorder = to;
      } catch (RoomRefusal e) {
        to.stop();
      }
    });
  }

  public void stopRecording() {
    ask(this::stopRecorder);
  }

  /** A locked room lets nobody in; who is in it stays. */
  public void lock(boolean on) {
    ask(() -> mixer.lock(on));
  }

  /** Who talks now, the loudest first, at most three. */
  public List<Talker> talkers() {
    return talkers;
  }

  private void ask(Runnable what) {
    asked.add(what);
    synchronized (asked) {
      if (!ticking) {
        ticking = true;
        world.ticker().add(this);
      }
    }
  }

  @Override
  public void tick(long now) {
    for (Runnable each = asked.poll(); each != null; each = asked.poll()) {
      run(each);
    }
    // Backwards: a seat that fails leaves while we go.
    for (int i = seats.size() - 1; i >= 0; i--) {
      seats.get(i).hear(now);
    }
    mixer.tick();
    for (int i = seats.size() - 1; i >= 0; i--) {
      seats.get(i).speak();
    }
    if (recorder != null && recording != null) {
      recording.deliverTo(recorder.leg(0));
    }
    if (mixer.ticks() % (Frames.PER_SECOND / 5) == 0) {
      look();
    }
    rest();
  }

  private static void run(Runnable asked) {
    try {
      asked.run();
    } catch (RuntimeException e) {
      LOG.error("what was asked of a room failed by our own fault", e);
    }
  }

  /** Stops ticking while nobody is there and nothing is asked. */
  private void rest() {
    if (seats.isEmpty() && recorder == null) {
      synchronized (asked) {
        if (asked.isEmpty()) {
          ticking = false;
          talkers = List.of();
          world.ticker().remove(this);
        }
      }
    }
  }

  private void look() {
    List<Talker> now = new ArrayList<>();
    for (Participant each : mixer.loudest()) {
      for (Seat seat : seats) {
        if (seat.participant == each) {
          now.add(new Talker(seat.name, each.loudness()));
        }
      }
    }
    talkers = List.copyOf(now);
  }

  private void stopRecorder() {
    if (recorder != null) {
      recorder.stop();
      recorder = null;
    }
    if (recording != null) {
      mixer.leave(recording);
      recording = null;
    }
  }

  @Override
  public void ended() {
    synchronized (asked) {
      if (ticking && !world.ticker().stopped()) {
        return; // somebody came in between
      }
    }
    stopRecorder();
    if (announcer != null && announcements != null) {
      mixer.leave(announcer);
      announcements.stop();
      announcer = null;
      announcements = null;
    }
  }

  private static FrameEncoder encoder(Encoding of) {
    Encoder encoder = of.codec.encoder(of.parameters, of.rate);
    return new FrameEncoder() {
      @Override
      public int encode(short[] frame, byte[] out) {
        return encoder.encode(frame, 0, Frames.samples(of.rate), out, 0);
      }

      @Override
      public void close() {
        encoder.close();
      }
    };
  }

  /** One endpoint's place in the room. */
  public final class Seat implements FrameSource {
    private final EndpointSound who;
    private final String name;
    private final Participant participant;
    private boolean failed;
    private Outgoing<Encoding>.@Nullable Payload payload;

    Seat(EndpointSound who, String name) throws RoomRefusal {
      this.who = who;
      this.name = name;
      this.participant = mixer.join(this);
      formatChanged();
    }

    /** Leaves; a second time does nothing. */
    public void leave() {
      ask(this::leaveNow);
    }

    public void mute(boolean on) {
      change(p -> p.mute(on));
    }

    /** A deaf participant hears silence. */
    public void deafen(boolean on) {
      change(p -> p.deafen(on));
    }

    /**
     * How loud the others hear it.
     *
     * @param decibels -60 to 20
     */
    public void volume(double decibels) {
      change(p -> p.volume(decibels));
    }

    private void change(Consumer<Participant> what) {
      ask(() -> what.accept(participant));
    }

    @Override
    public int rate() {
      return who.rate();
    }

    /** Called by the mixer, which nobody may leave meanwhile: {@link #speak} does. */
    @Override
    public Got read(short[] frame) {
      try {
        return who.heard(frame);
      } catch (RuntimeException e) {
        told(e);
        return Got.END;
      }
    }

    private void hear(long now) {
      try {
        who.hear(now);
      } catch (RuntimeException e) {
        told(e);
        run(this::leaveNow);
      }
    }

    private void speak() {
      try {
        if (!failed) {
          who.speak();
        }
      } catch (RuntimeException e) {
        told(e);
      }
      if (failed) {
        run(this::leaveNow);
      }
    }

    private void told(RuntimeException e) {
      failed = true;
      LOG.error("a seat of a room failed by our own fault and was left; the others go on", e);
    }

    void formatChanged() {
      if (payload != null) {
        payload.close();
        payload = null;
      }
      LegFormat format = who.format();
      if (format != null && format.sending().codec().sampleRates().contains(who.rate())) {
        payload =
            outgoing.open(
                participant,
                new Encoding(format.sending().codec(), format.sending().parameters(), who.rate()));
      }
    }

    /** Sends what this one hears; gives the frame of it, or null for silence. */
    short @Nullable [] speakTo(AudioLeg leg, PacketSink out) {
      boolean silence = participant.hears() == Participant.Hears.SILENCE;
      if (!sendsShared(leg, out)) {
        if (silence) {
          leg.silence(out);
        } else {
          leg.write(participant.frame(), out);
        }
      }
      return silence ? null : participant.frame();
    }

    private boolean sendsShared(AudioLeg leg, PacketSink out) {
      if (payload == null) {
        return false;
      }
      int length = payload.encode();
      return leg.writePayload(payload.bytes(), length, out);
    }

    void leaveNow() {
      if (seats.remove(this)) {
        mixer.leave(participant);
        who.sit(null);
        if (payload != null) {
          payload.close();
          payload = null;
        }
      }
    }
  }

  /** Says nothing, and hears all. */
  private static final class Silent implements FrameSource {
    @Override
    public int rate() {
      return Mixer.WIDE;
    }

    @Override
    public Got read(short[] frame) {
      return Got.SILENCE;
    }
  }
}
