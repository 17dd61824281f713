package org.belfry.media.record;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.belfry.media.path.FrameSink;
import org.belfry.media.path.Frames;
import org.belfry.media.path.Level;

/**
 * Records one or two legs into a file. Everything but the events belongs to the tick thread, costs
 * it microseconds and never waits: the file is made, written and completed by another.
 *
 * <p>A tick of two legs is complete when both have written; one that writes twice before the other
 * wrote once has silence on the other side. When the disk is more than two seconds late, sound is
 * lost, and silence of its length keeps both sides together.
 */
public final class Recorder {
  /** Frames that may wait for the disk: two seconds. */
  static final int QUEUE = 2 * Frames.PER_SECOND;

  private final RecorderSettings settings;
  private final RecordingFile file;
  private final BlockRing ring;
  private final Leg[] legs;
  private final SoundBounds bounds;
  private boolean paused;
  private boolean stopped;
  private long frames;
  private long missing;
  private long lost;

  /**
   * Begins a recording. Nothing is on the disk yet.
   *
   * @param target the file, made on the writing thread
   * @param writing where the file is written; tasks of one recording run one after the other
   * @param events told on the writing thread, shortly
   */
  public Recorder(
      RecorderSettings settings,
      RecordingTarget target,
      Executor writing,
      Consumer<RecorderEvent> events) {
    this.settings = settings;
    int samples = Frames.samples(settings.rate());
    this.ring = new BlockRing(QUEUE, samples * settings.channels());
    this.file = new RecordingFile(settings, target, ring, writing, events);
    this.bounds = new SoundBounds(settings.soundAbove());
    this.legs = new Leg[settings.channels()];
    Arrays.setAll(legs, i -> new Leg(samples));
  }

  /**
   * Where a leg's sound goes.
   *
   * @param channel 0 or, in a recording of two, 1
   */
  public FrameSink leg(int channel) {
    return legs[channel];
  }

  /** What comes is left out, as if time stood still. */
  public void pause() {
    complete();
    paused = true;
  }

  public void resume() {
    paused = false;
  }

  public boolean paused() {
    return paused;
  }

  /** Ends the recording; {@link RecorderEvent.Finished} is told when the file is complete. */
  public void stop() {
    if (!stopped) {
      complete();
      stopped = true;
      file.finish(duration(frames), duration(lost), bounds.span());
    }
  }

  /** Whether it has ended, by {@link #stop} or by itself. */
  public boolean ended() {
    return stopped || file.ended();
  }

  /** How much was recorded, pauses left out. */
  public Duration duration() {
    return duration(frames);
  }

  /** How much was lost because the disk was late. */
  public Duration lost() {
    return duration(lost);
  }

  /** RMS level of a leg's last frame, in dBFS. */
  public double level(int channel) {
    return Level.decibels(legs[channel].energy);
  }

  /** Highest sample of a leg's last frame, in dB under full scale. */
  public double peak(int channel) {
    return Level.peakDecibels(legs[channel].peak);
  }

  private static Duration duration(long frames) {
    return Duration.ofMillis(frames * Frames.MS);
  }

  private boolean records() {
    return !paused && !ended();
  }

  /** Completes a tick in which a leg is missing. */
  private void complete() {
    for (Leg leg : legs) {
      if (leg.written) {
        put();
        return;
      }
    }
  }

  private void putWhenComplete() {
    for (Leg leg : legs) {
      if (!leg.written) {
        return;
      }
    }
    put();
  }

  private void put() {
    int loudest = 0;
    for (Leg leg : legs) {
      loudest = Math.max(loudest, leg.written ? leg.energy : 0);
    }
    bounds.frame(loudest);
    BlockRing.Block block = ring.free();
    if (block == null) {
      missing++;
      lost++;
    } else {
      fill(block.interleaved);
      block.missing = missing;
      missing = 0;
      ring.put();
    }
    for (Leg leg : legs) {
      leg.written = false;
    }
    frames++;
    file.drainWhenWorthIt();
    if (frames >= settings.framesMax()) {
      file.limitReached(
          "The recording has reached its longest time, " + words(settings.lengthMax()) + ".");
      stop();
    }
  }

  private static String words(Duration d) {
    return d.toSeconds() < 120 ? d.toSeconds() + " s" : d.toMinutes() + " min";
  }

  private void fill(short[] interleaved) {
    for (int c = 0; c < legs.length; c++) {
      Leg leg = legs[c];
      for (int i = 0; i < leg.frame.length; i++) {
        interleaved[i * legs.length + c] = leg.written ? leg.frame[i] : 0;
      }
    }
  }

  private final class Leg implements FrameSink {
    private final short[] frame;
    private boolean written;
    private int energy;
    private int peak;

    Leg(int samples) {
      frame = new short[samples];
    }

    @Override
    public int rate() {
      return settings.rate();
    }

    @Override
    public void write(short[] sound) {
      begin();
      energy = Level.energy(sound, frame.length);
      peak = Level.peak(sound, frame.length);
      if (records()) {
        System.arraycopy(sound, 0, frame, 0, frame.length);
        written = true;
        putWhenComplete();
      }
    }

    @Override
    public void silence() {
      begin();
      energy = 0;
      peak = 0;
      if (records()) {
        Arrays.fill(frame, (short) 0);
        written = true;
        putWhenComplete();
      }
    }

    private void begin() {
      if (written) {
        put(); // the other leg has given nothing in this tick
      }
    }
  }
}
