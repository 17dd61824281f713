package org.belfry.media.rtp;

/**
 * How a codec sounds, for the E-model.
 *
 * @param equipment what it costs without loss (Ie of ITU-T G.113), 0 to 95
 * @param robustness how well it bears loss (Bpl), above 0; more is better
 */
public record Impairment(double equipment, double robustness) {
  /** G.711 with loss concealment (G.113 appendix I). */
  public static final Impairment G711 = new Impairment(0, 25.1);

  /** G.729A (G.113 appendix I). */
  public static final Impairment G729 = new Impairment(11, 19);

  /** GSM full rate (G.113 appendix I); its robustness is our estimate. */
  public static final Impairment GSM = new Impairment(20, 10);

  /**
   * G.722 on the scale for narrow band, where it is no worse than G.711; the robustness is our
   * estimate.
   */
  public static final Impairment G722 = new Impairment(0, 20);

  /** Opus, as {@link #G722}; its concealment and in-band redundancy bear more. */
  public static final Impairment OPUS = new Impairment(0, 30);

  public Impairment {
    if (!(equipment >= 0 && equipment <= 95 && robustness > 0)) {
      throw new IllegalArgumentException(equipment + ", " + robustness);
    }
  }
}
