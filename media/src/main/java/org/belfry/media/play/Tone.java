package org.belfry.media.play;

/** A sine tone. */
public final class Tone {
  private Tone() {}

  /**
   * @param hertz above 0 and below half the rate
   * @param rate samples per second
   * @param count samples to make
   * @param level of full scale, 0.0 to 1.0
   */
  public static short[] sine(double hertz, int rate, int count, double level) {
    if (hertz <= 0 || hertz >= rate / 2.0 || level < 0 || level > 1) {
      throw new IllegalArgumentException("a tone of " + hertz + " Hz at level " + level);
    }
    short[] pcm = new short[count];
    for (int i = 0; i < count; i++) {
      pcm[i] =
          (short) Math.round(Math.sin(2 * Math.PI * hertz * i / rate) * level * Short.MAX_VALUE);
    }
    return pcm;
  }
}
