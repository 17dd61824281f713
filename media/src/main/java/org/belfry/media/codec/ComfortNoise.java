package org.belfry.media.codec;

import java.util.random.RandomGenerator;

/**
 * Comfort noise (RFC 3389): the noise that a sender describes by a level and, perhaps, the shape of
 * its spectrum, while it sends no sound. Belongs to one thread; allocates nothing per frame.
 */
public final class ComfortNoise {
  /** The payload type at a clock of 8 kHz (RFC 3389 §4); others are dynamic. */
  public static final int PAYLOAD_TYPE = 13;

  /**
   * Loudest noise that is played, in dBov. What is louder comforts nobody, and a payload of one
   * forged octet could otherwise shout.
   */
  static final int LOUDEST = -35;

  /** Octet 127 of a payload: no noise at all. */
  private static final int SILENCE = -127;

  private static final int MAX_ORDER = 16;

  private final RandomGenerator random;
  private final float[] reflection = new float[MAX_ORDER];
  private final float[] backward = new float[MAX_ORDER + 1];
  private int order;
  private float wanted;
  private float gain;
  private boolean described;

  /** Noise at {@link #LOUDEST} less 30 dB until a payload says otherwise. */
  public ComfortNoise(RandomGenerator random) {
    this.random = random;
    level(LOUDEST - 30);
  }

  /**
   * Takes over a payload: an octet with the level, then one for each reflection coefficient (§3).
   */
  public void describe(byte[] payload, int from, int length) {
    if (length < 1) {
      return;
    }
    level(-(payload[from] & 0x7f));
    order = Math.min(length - 1, MAX_ORDER);
    float left = 1;
    for (int i = 0; i < order; i++) {
      // RFC 3389 §3.2: octet 127 is 0, steps of 258/32768. Kept off the edge of stability.
      float k = Math.clamp(((payload[from + 1 + i] & 0xff) - 127) * (258f / 32768), -0.98f, 0.98f);
      reflection[i] = k;
      left *= 1 - k * k;
    }
    // The filter makes louder what it shapes; the level is that of its output.
    wanted *= (float) Math.sqrt(left);
    if (!described) {
      gain = wanted;
      described = true;
    }
  }

  private void level(int dBov) {
    // Uniform noise of amplitude 1 has an RMS of 1/√3.
    double rms = Short.MAX_VALUE * Math.pow(10, Math.min(dBov, LOUDEST) / 20.0);
    wanted = dBov <= SILENCE ? 0 : (float) (rms * Math.sqrt(3));
    if (!described) {
      gain = wanted;
    }
  }

  /** Writes noise. A change of level is spread over some 100 ms. */
  public void fill(short[] pcm, int to, int samples) {
    float approach = 1f / 800;
    for (int i = 0; i < samples; i++) {
      gain += (wanted - gain) * approach;
      float sound = (random.nextInt() >> 8) * (1f / (1 << 23)) * gain;
      for (int k = order - 1; k >= 0; k--) {
        sound -= reflection[k] * backward[k];
        backward[k + 1] = backward[k] + reflection[k] * sound;
      }
      backward[0] = sound;
      pcm[to + i] = (short) Math.clamp(Math.round(sound), Short.MIN_VALUE, Short.MAX_VALUE);
    }
  }

  /**
   * Describes noise by its level alone.
   *
   * @param dBov 0 to -127
   * @return bytes written: 1
   */
  public static int encode(int dBov, byte[] out, int to) {
    out[to] = (byte) Math.clamp(-(long) dBov, 0, 127);
    return 1;
  }
}
