package org.belfry.appliance.mediabridge;

import org.belfry.media.play.Sound;

/** The beginning of a sound. */
final class CutSound implements Sound {
  private final Sound whole;
  private final long samples;

  CutSound(Sound whole, long samples) {
    this.whole = whole;
    this.samples = samples;
  }

  @Override
  public int rate() {
    return whole.rate();
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public long position() {
    return whole.position();
  }

  @Override
  public int read(short[] out, int from, int count) {
    long left = samples - whole.position();
    return left <= 0 ? 0 : whole.read(out, from, (int) Math.min(count, left));
  }

  @Override
  public void seek(long sample) {
    whole.seek(Math.clamp(sample, 0, samples));
  }

  @Override
  public void close() {
    whole.close();
  }
}
