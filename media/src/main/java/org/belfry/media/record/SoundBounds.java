package org.belfry.media.record;

import java.time.Duration;
import org.belfry.media.path.Frames;
import org.belfry.media.path.Level;

/**
 * Finds the silence at both ends of a recording, frame by frame. Sound is what is loud for 60 ms on
 * end, so that a click is not.
 */
public final class SoundBounds {
  private static final int LOUD_FRAMES = 3;

  private final int threshold;
  private long frames;
  private int loud;
  private long first = -1;
  private long last = -1;

  /**
   * A span of a recording; of no length when there is only silence.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public record Span(Duration from, Duration to) {

    public boolean isEmpty() {
      return from.equals(to);
    }

    /** The same with some of the silence around it, cut to the recording. */
    public Span with(Duration margin, Duration whole) {
      Duration earlier = from.minus(margin);
      Duration later = to.plus(margin);
      return isEmpty()
          ? this
          : new Span(
              earlier.isNegative() ? Duration.ZERO : earlier,
              later.compareTo(whole) > 0 ? whole : later);
    }
  }

  /**
   * @param soundAbove in dBFS
   */
  public SoundBounds(double soundAbove) {
    threshold = Level.energyOf(soundAbove);
  }

  /** Takes the energy of the next 20 ms, as {@link Level#energy} gives it. */
  public void frame(int energy) {
    loud = energy > threshold ? loud + 1 : 0;
    frames++;
    if (loud >= LOUD_FRAMES) {
      first = first < 0 ? frames - LOUD_FRAMES : first;
      last = frames;
    }
  }

  public Span span() {
    return first < 0 ? new Span(Duration.ZERO, Duration.ZERO) : new Span(time(first), time(last));
  }

  private static Duration time(long frame) {
    return Duration.ofMillis(frame * Frames.MS);
  }

  /** The same for sound in memory. */
  public static Span of(Wav wav, double soundAbove) {
    SoundBounds bounds = new SoundBounds(soundAbove);
    int samples = Math.max(1, wav.rate() / Frames.PER_SECOND);
    short[] frame = new short[samples];
    for (int at = 0; at + samples <= wav.pcm().length; at += samples) {
      System.arraycopy(wav.pcm(), at, frame, 0, samples);
      bounds.frame(Level.energy(frame, samples));
    }
    return bounds.span();
  }
}
