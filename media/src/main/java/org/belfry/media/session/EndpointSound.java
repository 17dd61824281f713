package org.belfry.media.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.path.AudioLeg;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.Frames;
import org.belfry.media.path.LegFormat;
import org.belfry.media.path.Level;
import org.belfry.media.play.Player;
import org.belfry.media.play.Sound;
import org.belfry.media.record.Recorder;
import org.belfry.media.server.MediaLeg;
import org.jspecify.annotations.Nullable;

/**
 * What an application says to its device and hears of it: sounds to play one after the other,
 * digits, a recorder, a {@link Room}. What is asked for counts from the next tick on, in the order
 * in which it was asked for. Any thread may ask; all of it happens on the {@link Ticker}'s.
 */
public final class EndpointSound implements Ticker.Ticked {
  private static final int WIDE = 16_000;
  private static final int NARROW = 8000;
  private static final double QUIET_BELOW = -45; // dBFS

  private final MediaSessions world;
  private final String id;
  private final EndpointEvents events;
  private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
  private final AtomicLong orders = new AtomicLong();
  private final Mailbox mailbox = new Mailbox();
  private volatile int rate;
  private volatile boolean gone;
  private volatile double level = Level.decibels(0);

  // Of the tick thread:
  private final ArrayDeque<Order> playing = new ArrayDeque<>();
  private @Nullable Player player;
  private @Nullable AudioLeg leg;
  private @Nullable LegFormat format;
  private @Nullable MediaLeg packets;
  private boolean maySpeak;
  private short[] heard = {};
  private short[] said = {};
  private FrameSource.Got got = FrameSource.Got.SILENCE;
  private @Nullable Recorder recorder;
  private boolean recordsBoth;
  private Room.@Nullable Seat seat;
  private int quietFrames;
  private int quietAfter;
  private boolean echoes;
  private boolean ended;

  /** Sounds that were asked for together; the last of them is the {@code until}th of the player. */
  private record Order(long number, long until) {}

  EndpointSound(MediaSessions world, String id, EndpointEvents events) {
    this.world = world;
    this.id = id;
    this.events = events;
  }

  /**
   * Samples per second of what is played and recorded: 8000 or 16000. Set by the first agreement
   * and never changed.
   *
   * @throws IllegalStateException before it
   */
  public int rate() {
    if (rate == 0) {
      throw new IllegalStateException("nothing was agreed on yet");
    }
    return rate;
  }

  /**
   * Plays sounds after those that wait.
   *
   * @param sounds of {@link #rate}; closed by the player
   * @return the number by which {@link EndpointEvents#played} tells its end
   */
  public long play(List<? extends Sound> sounds) {
    long number = orders.incrementAndGet();
    ask(() -> begin(number, sounds));
    return number;
  }

  private void begin(long number, List<? extends Sound> sounds) {
    Player to = player;
    if (to == null || ended) {
      sounds.forEach(Sound::close);
      events.played(id, number, false);
      return;
    }
    boolean all = true;
    for (Sound each : sounds) {
      all &= to.add(each);
    }
    if (!all) {
      events.noted(id, "more sounds wait to be played than " + Player.QUEUE_MAX);
    }
    playing.add(new Order(number, to.played() + to.waiting()));
  }

  /**
   * Plays sounds from now on, instead of what is played and waits.
   *
   * @param number by which {@link EndpointEvents#played} tells its end; the application's own
   */
  public void playInstead(long number, List<? extends Sound> sounds) {
    ask(() -> {
      forget();
      begin(number, sounds);
    });
  }

  /** Forgets all that is played and waits. */
  public void stopPlaying() {
    ask(this::forget);
  }

  private void forget() {
    if (player != null) {
      player.stop();
    }
    for (Order order = playing.poll(); order != null; order = playing.poll()) {
      events.played(id, order.number, false);
    }
  }

  /** The device hears itself while nothing is played, or no more. */
  public void echo(boolean on) {
    ask(() -> echoes = on);
  }

  /** Goes forwards or backwards in the sound that plays. */
  public void seek(Duration by) {
    withPlayer(to -> to.seek(by));
  }

  /** Holds what plays where it is, or goes on. */
  public void pause(boolean on) {
    withPlayer(to -> {
      if (on) {
        to.pause();
      } else {
        to.resume();
      }
    });
  }

  /**
   * Records from now on; ends what was recorded before.
   *
   * @param to of {@link #rate}
   * @param both whether its second channel gets what the device hears
   */
  public void record(Recorder to, boolean both) {
    ask(() -> {
      stopRecorder();
      if (ended) {
        to.stop();
        return;
      }
      recorder = to;
      recordsBoth = both;
    });
  }

  /** Ends the recording; its own events tell when the file is complete. */
  public void stopRecording() {
    ask(this::stopRecorder);
  }

  /** Time stands still in the recording, or goes on. */
  public void pauseRecording(boolean on) {
    ask(() -> {
      if (recorder != null && on) {
        recorder.pause();
      } else if (recorder != null) {
        recorder.resume();
      }
    });
  }

  /**
   * Tells {@link EndpointEvents#silent} once when the device has been silent for so long.
   *
   * @param length zero to listen no more
   */
  public void listenForSilence(Duration length) {
    ask(() -> {
      quietAfter = (int) (length.toMillis() / Frames.MS);
      quietFrames = 0;
    });
  }

  /** Sends the device a digit, as it understands them. */
  public void send(Digit digit, Duration length) {
    ask(() -> {
      if (leg != null) {
        leg.sendDigit(digit, Math.clamp(length.toMillis(), 60, 30_000));
      }
    });
  }

  /** How loud the device was in the last 20 ms, in dBFS. */
  public double level() {
    return level;
  }

  /** The device's sound changed its form: this counts from the next tick on. */
  void speakBy(LegFormat agreed, MediaLeg to, boolean speaks) {
    if (rate == 0) {
      rate = agreed.sending().codec().sampleRates().contains(WIDE) ? WIDE : NARROW;
      ask(() -> {
        player = new Player(rate);
        heard = new short[Frames.samples(rate)];
        said = new short[Frames.samples(rate)];
      });
      world.ticker().add(this);
    }
    to.hearsNobody();
    to.sink(mailbox);
    ask(() -> {
      maySpeak = speaks;
      packets = to;
      if (leg == null || !agreed.equals(format)) {
        Room.Seat sitting = seat;
        if (leg != null) {
          leg.close();
        }
        format = agreed;
        leg = new AudioLeg(agreed, rate, this::digit, tones(agreed), world.random());
        if (sitting != null) {
          sitting.formatChanged();
        }
      }
    });
  }

  /** It is on hold, or its audio was declined. */
  void mayNotSpeak() {
    ask(() -> maySpeak = false);
  }

  void close() {
    ask(() -> ended = true);
    if (rate == 0) {
      gone = true;
      runAsked();
    } else {
      world.ticker().remove(this);
    }
  }

  /** On the tick thread: takes a seat, or leaves it with null. */
  void sit(Room.@Nullable Seat at) {
    seat = at;
  }

  @Nullable LegFormat format() {
    return format;
  }

  void ask(Runnable what) {
    asked.add(what);
    if (gone) {
      runAsked(); // nobody ticks any more: what was asked for too late ends at once
    }
  }

  private void withPlayer(Consumer<Player> what) {
    ask(() -> {
      if (player != null) {
        what.accept(player);
      }
    });
  }

  private void runAsked() {
    for (Runnable each = asked.poll(); each != null; each = asked.poll()) {
      each.run();
    }
  }

  @Override
  public void tick(long now) {
    runAsked();
    if (seat == null && !ended) {
      hear(now);
      speak();
    }
  }

  /** Takes in the next 20 ms of the device. */
  void hear(long now) {
    AudioLeg from = leg;
    if (from == null) {
      got = FrameSource.Got.SILENCE;
      return;
    }
    mailbox.empty(from::put);
    got = from.take(heard, now);
    int energy = got == FrameSource.Got.SOUND ? Level.energy(heard, heard.length) : 0;
    level = Level.decibels(energy);
    if (quietAfter > 0) {
      quietFrames = energy > Level.energyOf(QUIET_BELOW) ? 0 : quietFrames + 1;
      if (quietFrames >= quietAfter) {
        quietAfter = 0;
        events.silent(id);
      }
    }
    if (recorder != null) {
      if (got == FrameSource.Got.SOUND) {
        recorder.leg(0).write(heard);
      } else {
        recorder.leg(0).silence();
      }
    }
  }

  /** What the device says in this tick, for a room. */
  FrameSource.Got heard(short[] frame) {
    if (got == FrameSource.Got.SOUND) {
      System.arraycopy(heard, 0, frame, 0, heard.length);
    }
    return got;
  }

  /** Sends the next 20 ms: what is played, else what the room says, else silence. */
  void speak() {
    AudioLeg to = leg;
    MediaLeg out = packets;
    Player from = player;
    if (to == null || out == null || from == null) {
      return;
    }
    boolean plays = from.waiting() > 0 && from.read(said) == FrameSource.Got.SOUND;
    tellPlayed(from);
    if (!maySpeak) {
      to.skip(1);
      keep(null);
      return;
    }
    if (plays) {
      to.write(said, out::send);
      keep(said);
    } else if (echoes && got == FrameSource.Got.SOUND) {
      to.write(heard, out::send);
      keep(heard);
    } else if (seat != null) {
      keep(seat.speakTo(to, out::send));
    } else {
      to.silence(out::send);
      keep(null);
    }
  }

  private void keep(short @Nullable [] frame) {
    if (recorder != null && recordsBoth) {
      if (frame == null) {
        recorder.leg(1).silence();
      } else {
        recorder.leg(1).write(frame);
      }
    }
  }

  private void tellPlayed(Player from) {
    for (Iterator<Order> each = playing.iterator(); each.hasNext(); ) {
      Order order = each.next();
      if (from.played() < order.until) {
        return;
      }
      each.remove();
      events.played(id, order.number, true);
    }
  }

  private void stopRecorder() {
    if (recorder != null) {
      recorder.stop();
      recorder = null;
    }
  }

  private void digit(DtmfEvent event) {
    if (event instanceof DtmfEvent.Released(Digit digit, Duration length)) {
      events.dialled(id, digit, length);
    }
  }

  private @Nullable ToneReceiver tones(LegFormat agreed) {
    return agreed.receiving().events().isPresent()
        ? null
        : world.sound().toneReceivers().map(Supplier::get).orElse(null);
  }

  @Override
  public void ended() {
    ended = true;
    runAsked();
    Room.Seat sitting = seat;
    if (sitting != null) {
      sitting.leaveNow();
    }
    stopRecorder();
    if (player != null) {
      player.stop();
    }
    for (Order order = playing.poll(); order != null; order = playing.poll()) {
      events.played(id, order.number, false);
    }
    if (leg != null) {
      leg.close();
      leg = null;
    }
    gone = true;
    runAsked();
  }
}
