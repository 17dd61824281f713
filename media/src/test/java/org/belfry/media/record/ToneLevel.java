package org.belfry.media.record;

/** How much of one frequency is in a recording (Goertzel's algorithm). */
public final class ToneLevel {
  private ToneLevel() {}

  /**
   * The level of the frequency in decibels below a full-scale sine: 0 dB for one that fills the
   * range, about -90 dB and less for none at all.
   *
   * @param hertz above 0 and below half the rate
   * @param rate samples per second
   */
  public static double decibels(short[] pcm, int rate, double hertz) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / rate);
    double previous = 0;
    double beforeThat = 0;
    for (int i = 0; i < pcm.length; i++) {
      // Hann's window keeps a strong neighbour from leaking into the bin.
      double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / Math.max(1, pcm.length - 1));
      double current = pcm[i] * window + coefficient * previous - beforeThat;
      beforeThat = previous;
      previous = current;
    }
    double power =
        previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
    double amplitude = 4 * Math.sqrt(Math.max(power, 0)) / Math.max(1, pcm.length);
    return 20 * Math.log10(Math.max(amplitude / Short.MAX_VALUE, 1e-9));
  }
}
