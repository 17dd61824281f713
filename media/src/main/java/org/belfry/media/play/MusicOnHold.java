package org.belfry.media.play;

import java.util.Arrays;
import org.belfry.media.codec.Resampler;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.Frames;

/**
 * One music that many hear at the same place, decoded once: who comes later hears what the others
 * hear. Belongs to one thread, like all its listeners; has one tick whenever the first of them
 * reads on. While nobody listens it stands still.
 */
public final class MusicOnHold {
  private static final int WIDE = 16_000;
  private static final int NARROW = 8000;

  private final FrameSource music;
  private final short[] wide = new short[Frames.samples(WIDE)];
  private final short[] narrow = new short[Frames.samples(NARROW)];
  private final Resampler toNarrow = new Resampler(WIDE, NARROW);
  private FrameSource.Got got = FrameSource.Got.SILENCE;
  private long tick;
  private long narrowTick;

  /**
   * @param music a player of sounds that loop
   * @throws IllegalArgumentException when it has not 16000 samples per second
   */
  public MusicOnHold(FrameSource music) {
    if (music.rate() != WIDE) {
      throw new IllegalArgumentException("music on hold of " + music.rate() + " samples/s");
    }
    this.music = music;
  }

  /**
   * A new listener.
   *
   * @param rate 8000 or 16000 samples per second
   * @throws IllegalArgumentException for another rate
   */
  public FrameSource listener(int rate) {
    if (rate != WIDE && rate != NARROW) {
      throw new IllegalArgumentException("a listener of " + rate + " samples/s");
    }
    return new Listener(rate);
  }

  private void advance() {
    tick++;
    got = music.read(wide);
    if (got != FrameSource.Got.SOUND) {
      Arrays.fill(wide, (short) 0);
    }
  }

  private short[] narrow() {
    if (narrowTick != tick) {
      narrowTick = tick;
      toNarrow.convert(wide, 0, wide.length, narrow, 0);
    }
    return narrow;
  }

  private final class Listener implements FrameSource {
    private final int rate;
    private long heard = tick;

    Listener(int rate) {
      this.rate = rate;
    }

    @Override
    public int rate() {
      return rate;
    }

    @Override
    public Got read(short[] frame) {
      if (heard == tick) {
        advance();
      }
      heard = tick; // who paused hears what the others hear now
      if (got == Got.SOUND) {
        short[] now = rate == WIDE ? wide : narrow();
        System.arraycopy(now, 0, frame, 0, now.length);
      }
      return got;
    }
  }
}
