package org.belfry.media.play;

/**
 * Sound in memory, which any number of players play at the same time.
 *
 * @param rate samples per second
 * @param pcm never changed by anybody
 */
public record Clip(int rate, short[] pcm) {

  /** A new sound that begins at the clip's beginning. */
  public Sound sound() {
    return new Playing(false);
  }

  /** A new sound that repeats the clip for ever. */
  public Sound loop() {
    return new Playing(pcm.length > 0);
  }

  private final class Playing implements Sound {
    private final boolean loop;
    private int at;

    Playing(boolean loop) {
      this.loop = loop;
    }

    @Override
    public int rate() {
      return rate;
    }

    @Override
    public long samples() {
      return loop ? UNKNOWN : pcm.length;
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public int read(short[] out, int from, int count) {
      int done = 0;
      while (done < count) {
        int piece = Math.min(count - done, pcm.length - at);
        System.arraycopy(pcm, at, out, from + done, piece);
        done += piece;
        at += piece;
        if (at == pcm.length) {
          if (!loop) {
            break;
          }
          at = 0;
        }
      }
      return done;
    }

    @Override
    public void seek(long sample) {
      at = Math.clamp(sample, 0, pcm.length);
    }

    @Override
    public void close() {
      at = pcm.length;
    }
  }
}
