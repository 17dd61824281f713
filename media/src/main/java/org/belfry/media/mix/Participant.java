package org.belfry.media.mix;

import org.belfry.media.path.FrameSink;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.FrameSource.Got;
import org.belfry.media.path.Frames;
import org.belfry.media.path.Level;

/**
 * One who is in a {@link Mixer}: what it says, what it hears, and its switches. Belongs to the
 * mixer's thread. Switches count from the next tick on and make no click: a voice fades in and out
 * within 5 ms.
 */
public final class Participant {
  /** What a participant hears in a tick. */
  public enum Hears {
    /** Nobody. The frame holds zeros. */
    SILENCE,
    /** Everybody who talks: the same array for all who hear it. */
    EVERYBODY,
    /** Everybody but itself, who talks: an array of its own. */
    OTHERS
  }

  private static final int FADES_PER_SECOND = 200; // of 5 ms

  private static final float SMOOTHING = 0.1f; // 200 ms

  final Bus bus;
  private final FrameSource source;
  private final int rate;
  private final SpeechGate gate;
  private final AutomaticLevel automatic;
  private final boolean automaticLevel;
  private final short[] said;
  private final int[] contribution;
  private final short[] mix;

  /** Where it stands among the mixer's members; -1 once it has left. */
  int place = -1;

  /** Whether {@link #contribution} is part of this tick's sum. */
  boolean heard;

  /** Smoothed energy, by which speakers are ranked. */
  float prominence;

  private Hears hears = Hears.SILENCE;
  private boolean talking;
  private boolean voice;
  private boolean muted;
  private boolean deaf;
  private boolean gated = true;
  private boolean ended;
  private float volume = 1;
  private float gain = 1;
  private int energy;
  private int peak;

  Participant(FrameSource source, Bus bus, MixerSettings settings) {
    this.source = source;
    this.bus = bus;
    this.rate = source.rate();
    this.gate = new SpeechGate(settings);
    this.automatic = new AutomaticLevel();
    this.automaticLevel = settings.automaticLevel();
    this.said = new short[bus.samples];
    this.contribution = new int[bus.samples];
    this.mix = new short[bus.samples];
  }

  /** Reads its source; says whether it is part of this tick's sum. */
  void listen() {
    Got got = ended ? Got.END : source.read(said);
    ended = got == Got.END;
    if (got == Got.SOUND) {
      Samples.widen(said, contribution);
      energy = Level.energy(contribution, contribution.length);
      peak = Level.peak(contribution, contribution.length);
      voice = !gated || gate.opensFor(energy);
    } else {
      energy = 0;
      peak = 0;
      gate.silence();
      voice = false;
    }
    boolean before = talking;
    talking = voice && !muted;
    // A voice that stops is heard for one more frame, in which it fades.
    heard = got == Got.SOUND && (talking || before);
    if (heard) {
      amplify();
      fade(before);
      bus.add(contribution);
    }
    rank();
  }

  private void amplify() {
    float to = volume * (automaticLevel ? automatic.gainAfter(energy) : 1);
    if (gain != 1 || to != 1) {
      Samples.amplify(contribution, gain, to);
      gain = to;
    }
  }

  private void fade(boolean before) {
    if (talking && !before) {
      Samples.fadeIn(contribution, rate / FADES_PER_SECOND);
    } else if (before && !talking) {
      Samples.fadeOut(contribution, rate / FADES_PER_SECOND);
    }
  }

  private void rank() {
    float now = speaks() ? energy : 0;
    prominence += (now - prominence) * SMOOTHING;
  }

  /** Whether it is a person who talks: music is no speaker. */
  boolean speaks() {
    return talking && gated;
  }

  /** Settles what it hears, when the sums are complete. */
  void hear() {
    if (deaf || !(heard ? bus.soundsWithoutOne() : bus.sounds())) {
      hears = Hears.SILENCE;
    } else if (heard) {
      hears = Hears.OTHERS;
      bus.without(contribution, mix);
    } else {
      hears = Hears.EVERYBODY;
    }
  }

  /** Samples per second of what it says and hears. */
  public int rate() {
    return rate;
  }

  /** What kind of frame {@link #frame} is, of the last tick. */
  public Hears hears() {
    return hears;
  }

  /**
   * The 20 ms to be sent to it, of the last tick: {@link Frames#samples} samples, only to be read,
   * and only before the next tick. Participants of one rate who hear the same get the same array.
   */
  public short[] frame() {
    return switch (hears) {
      case SILENCE -> bus.silence;
      case EVERYBODY -> bus.everything;
      case OTHERS -> mix;
    };
  }

  /** Hands the frame of the last tick on. */
  public void deliverTo(FrameSink sink) {
    if (hears == Hears.SILENCE) {
      sink.silence();
    } else {
      sink.write(frame());
    }
  }

  /** A muted participant is heard by nobody; its level is measured nevertheless. */
  public void mute(boolean on) {
    muted = on;
  }

  public boolean muted() {
    return muted;
  }

  /** A deaf participant hears silence. */
  public void deafen(boolean on) {
    deaf = on;
  }

  public boolean deaf() {
    return deaf;
  }

  /**
   * How loud the others hear it.
   *
   * @param decibels -60 to 20; 0 changes nothing
   */
  public void volume(double decibels) {
    volume = (float) Math.pow(10, Math.clamp(decibels, -60, 20) / 20);
  }

  /**
   * For music and announcements: heard always, not only when loud enough to be a voice, and never
   * among the loudest speakers.
   */
  public void hearAlways() {
    gated = false;
  }

  /** Whether it was heard talking in the last tick. */
  public boolean talking() {
    return talking;
  }

  /** Whether it talks though it is muted: worth a hint. */
  public boolean talksWhileMuted() {
    return muted && voice;
  }

  /** Whether its source has said that there is no more. It goes on hearing until it leaves. */
  public boolean ended() {
    return ended;
  }

  /** RMS level of what it said in the last tick, in dBFS, before volume; -100 for silence. */
  public double level() {
    return Level.decibels(energy);
  }

  /** The same over the last 200 ms, of what the others hear: for a meter that is looked at. */
  public double loudness() {
    return Level.decibels((long) prominence);
  }

  /** The highest sample of the last tick, in dB under full scale; -100 for silence. */
  public double peak() {
    return Level.peakDecibels(peak);
  }
}
