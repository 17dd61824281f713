package org.belfry.media.session;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.media.path.AudioLeg;
import org.belfry.media.path.FrameSink;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.Frames;
import org.belfry.media.play.Player;
import org.belfry.media.play.Sound;
import org.belfry.media.record.Recorder;
import org.belfry.media.sdp.negotiation.AgreedStream;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.jspecify.annotations.Nullable;

/**
 * Writes what both sides of a call say into a recorder, the caller's on its first channel and the
 * callee's on its second. Listens beside the relay, whose packets pass as before; decoding is on
 * the {@link Ticker}'s thread, as long as it records and no longer. What is agreed on anew during
 * the call, another codec, another port, is followed.
 *
 * <p>Made by {@link MediaSession#record}. Its methods are for any thread and return at once.
 */
public final class CallTap {
  private final MediaSessions world;
  private final Supplier<@Nullable Talk> talk;
  private final Recorder recorder;
  private final Consumer<CallTap> over;
  private final Ears caller;
  private final Ears callee;
  private final short[] frame;
  private final Ticker.Ticked ticked = new Ticked();
  private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
  private volatile boolean paused;

  // Of the ticker's thread:
  private @Nullable Talk heard;
  private @Nullable Player announcement;

  /** Who talks to whom, and what was agreed on for it. */
  record Talk(AgreedStream.Open agreed, Line a, Line b) {}

  /**
   * @param talk the present one, or null while nobody talks
   * @param announced both sides hear it first, instead of each other; may be empty
   * @param over is told once that it listens no more
   */
  CallTap(
      MediaSessions world,
      Supplier<@Nullable Talk> talk,
      Recorder recorder,
      List<Sound> announced,
      Consumer<CallTap> over) {
    this.world = world;
    this.talk = talk;
    this.recorder = recorder;
    this.over = over;
    this.caller = new Ears(recorder.leg(0));
    this.callee = new Ears(recorder.leg(1));
    this.frame = new short[Frames.samples(recorder.leg(0).rate())];
    if (!announced.isEmpty()) {
      Player player = new Player(recorder.leg(0).rate());
      announced.forEach(player::add);
      player.finish();
      announcement = player;
    }
  }

  void begin() {
    world.ticker().add(ticked);
  }

  /** Leaves out what is said from now on, or no more. */
  public void pause(boolean on) {
    paused = on;
    asked.add(on ? recorder::pause : recorder::resume);
  }

  public boolean paused() {
    return paused;
  }

  /** Ends the recording; the recorder tells when its file is complete. A second time is nothing. */
  public void stop() {
    world.ticker().remove(ticked);
  }

  private final class Ticked implements Ticker.Ticked {
    @Override
    public void tick(long now) {
      for (Runnable each = asked.poll(); each != null; each = asked.poll()) {
        each.run();
      }
      Talk current = talk.get();
      if (!Objects.equals(current, heard)) {
        leave();
        heard = current;
        if (current != null) {
          caller.join(current.a(), current.agreed().a());
          callee.join(current.b(), current.agreed().b());
        }
      }
      caller.listen(now);
      callee.listen(now);
      speak();
      if (recorder.ended()) {
        stop();
      }
    }

    @Override
    public void ended() {
      leave();
      recorder.stop();
      Player player = announcement;
      if (player != null) {
        player.stop();
      }
      over.accept(CallTap.this);
    }
  }

  private void leave() {
    caller.leave();
    callee.leave();
    heard = null;
  }

  /** 20 ms of the announcement, as long as there is some. */
  private void speak() {
    Player player = announcement;
    if (player == null || heard == null) {
      return;
    }
    FrameSource.Got got = player.read(frame);
    if (got == FrameSource.Got.END) {
      announcement = null;
    }
    caller.say(got, frame);
    callee.say(got, frame);
  }

  /** One side. */
  private final class Ears {
    private final Mailbox mailbox = new Mailbox();
    private final FrameSink channel;
    private final short[] said;
    private @Nullable Line line;
    private @Nullable AudioLeg leg;

    Ears(FrameSink channel) {
      this.channel = channel;
      this.said = new short[Frames.samples(channel.rate())];
    }

    void join(Line to, LegMedia media) {
      try {
        leg =
            new AudioLeg(
                Transcoding.format(media, world.sound().codecs()),
                channel.rate(),
                digit -> {},
                null,
                world.random());
        line = to;
        to.leg().tap(mailbox);
      } catch (Transcoding.UnsupportedCodec e) {
        leg = null; // silence stands for this side: MediaSession has looked before it began
      }
    }

    void leave() {
      Line before = line;
      AudioLeg its = leg;
      line = null;
      leg = null;
      if (before != null && its != null) {
        before.leg().tap(null);
        before.interrupt(false);
        its.close();
      }
    }

    void listen(long now) {
      AudioLeg its = leg;
      if (its == null) {
        channel.silence();
        return;
      }
      mailbox.empty(its::put);
      if (its.take(said, now) == FrameSource.Got.SOUND) {
        channel.write(said);
      } else {
        channel.silence();
      }
    }

    void say(FrameSource.Got got, short[] sound) {
      Line to = line;
      AudioLeg its = leg;
      if (to == null || its == null) {
        return;
      }
      // Again each time: what is agreed on meanwhile lets them hear each other.
      to.interrupt(got != FrameSource.Got.END);
      switch (got) {
        case SOUND -> its.write(sound, to.leg()::send);
        case SILENCE -> its.silence(to.leg()::send);
        case END -> its.skip(1);
      }
    }
  }
}
