package org.belfry.media.rtp;

/**
 * What listeners would say of a conversation: the E-model (ITU-T G.107) with its default values,
 * reduced to what a media server sees, which is codec, delay and loss. Echo and noise are taken as
 * good.
 */
public final class EModel {
  /** R of a perfect narrow band line with the default values. */
  private static final double BEST = 93.2;

  private EModel() {}

  /**
   * The rating factor R.
   *
   * @param delayMillis from mouth to ear, one way
   * @param lossPercent 0 to 100, taken as random
   * @return 0 to 93.2; below 50 hardly anybody is content
   */
  public static double rating(Impairment codec, double delayMillis, double lossPercent) {
    // G.107 gives Id as a long formula; this is its usual approximation by two lines.
    double delay = 0.024 * delayMillis + 0.11 * Math.max(0, delayMillis - 177.3);
    double loss =
        codec.equipment()
            + (95 - codec.equipment()) * lossPercent / (lossPercent + codec.robustness());
    return Math.clamp(BEST - delay - loss, 0, 100);
  }

  /** The mean opinion score of a rating (G.107 annex B): 1 (bad) to 4.5 (excellent). */
  public static double opinion(double rating) {
    if (rating <= 0) {
      return 1;
    }
    double r = Math.min(rating, 100);
    return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
  }
}
