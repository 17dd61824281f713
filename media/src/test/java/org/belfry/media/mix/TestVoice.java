package org.belfry.media.mix;

import org.belfry.media.path.FrameSource;
import org.belfry.media.path.Frames;

/** Says a sine for as long as it is told to. */
final class TestVoice implements FrameSource {
  private final int rate;
  private final double hertz;
  double amplitude;
  boolean speaks = true;
  boolean over;
  private long sample;

  TestVoice(int rate, double hertz, double amplitude) {
    this.rate = rate;
    this.hertz = hertz;
    this.amplitude = amplitude;
  }

  static TestVoice silent(int rate) {
    TestVoice voice = new TestVoice(rate, 0, 0);
    voice.speaks = false;
    return voice;
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public Got read(short[] frame) {
    if (over) {
      return Got.END;
    }
    int count = Frames.samples(rate);
    if (!speaks) {
      sample += count;
      return Got.SILENCE;
    }
    for (int i = 0; i < count; i++) {
      frame[i] =
          (short) Math.round(Math.sin(2 * Math.PI * hertz * sample++ / rate) * amplitude * 32767);
    }
    return Got.SOUND;
  }
}
