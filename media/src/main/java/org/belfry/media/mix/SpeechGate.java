package org.belfry.media.mix;

/**
 * Tells a voice from the noise of an open microphone, so that silent participants cost nothing and
 * do not add their rooms to everybody's background. The threshold follows the noise, 10 dB above
 * it, between two bounds; a hold keeps the ends of words.
 */
final class SpeechGate {
  /** A voice is this many times its noise (10 dB). */
  private static final float ABOVE_NOISE = 10;

  /** How fast the estimate of the noise falls, per frame. */
  private static final float FALL = 0.2f;

  /** How fast it rises, per frame: 1 dB a second. */
  private static final float RISE = 1.0046f;

  private final float lowest;
  private final float highest;
  private final int holdFrames;

  private float noise;
  private int held;

  SpeechGate(MixerSettings settings) {
    lowest = settings.quietestVoiceEnergy();
    highest = settings.surelyVoiceEnergy();
    holdFrames = settings.holdFrames();
    noise = lowest / ABOVE_NOISE;
  }

  /** Whether this frame, by its energy, is to be heard. */
  boolean opensFor(int energy) {
    noise = energy < noise ? noise + (energy - noise) * FALL : noise * RISE;
    noise = Math.clamp(noise, lowest / ABOVE_NOISE, highest);
    if (energy > Math.clamp(noise * ABOVE_NOISE, lowest, highest)) {
      held = holdFrames;
    } else if (held > 0) {
      held--;
    }
    return held > 0;
  }

  /** Nothing came in this tick. */
  void silence() {
    held = Math.max(0, held - 1);
  }
}
