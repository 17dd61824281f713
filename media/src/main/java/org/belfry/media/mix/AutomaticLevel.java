package org.belfry.media.mix;

/**
 * Brings quiet and loud talkers slowly together: towards -22 dBFS of speech, by no more than 9 dB
 * up or down, 2 dB a second, and only while they talk; so it follows the talker, not the syllable.
 */
final class AutomaticLevel {
  /** -22 dBFS as a mean square. */
  private static final float WANTED = 3.39e6f;

  private static final float MOST = 2.82f; // 9 dB
  private static final float STEP = 1.0046f; // 2 dB a second, 50 frames a second
  private static final float SMOOTHING = 0.02f; // a second

  /** Within 1 dB nothing is done. */
  private static final float NEAR = 1.12f;

  private float speech = WANTED;
  private float gain = 1;

  /** The gain to have reached at the end of this frame of speech. */
  float gainAfter(int energy) {
    speech += (energy - speech) * SMOOTHING;
    float wanted = Math.clamp((float) Math.sqrt(WANTED / Math.max(speech, 1)), 1 / MOST, MOST);
    if (wanted > gain * NEAR) {
      gain = Math.min(gain * STEP, wanted);
    } else if (wanted * NEAR < gain) {
      gain = Math.max(gain / STEP, wanted);
    }
    return gain;
  }

  float gain() {
    return gain;
  }
}
