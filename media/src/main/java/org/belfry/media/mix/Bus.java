package org.belfry.media.mix;

import java.util.Arrays;
import org.belfry.media.path.Frames;

/** The sum of all voices at one rate, and what came over from the bus of the other rate. */
final class Bus {
  final int samples;

  /** What those hear who say nothing. Valid when {@link #sounds}. */
  final short[] everything;

  final short[] silence;

  /** The voices at this rate, and after {@link #join} those of the other rate too. */
  private final int[] sum;

  private final int[] work;

  private int voices;
  private boolean foreign;

  /** Participants at this rate, talking or not. */
  int members;

  Bus(int rate) {
    samples = Frames.samples(rate);
    everything = new short[samples];
    silence = new short[samples];
    sum = new int[samples];
    work = new int[samples];
  }

  void clear() {
    if (voices > 0 || foreign) {
      Arrays.fill(sum, 0);
    }
    voices = 0;
    foreign = false;
  }

  void add(int[] voice) {
    Samples.add(voice, sum);
    voices++;
  }

  /** Whether anybody at this rate is heard in this tick. */
  boolean hasVoices() {
    return voices > 0;
  }

  int[] sum() {
    return sum;
  }

  /** Adds the converted sum of the other bus. */
  void join(int[] converted) {
    Samples.add(converted, sum);
    foreign = true;
  }

  /** Whether there is anything to hear for silent participants. */
  boolean sounds() {
    return voices > 0 || foreign;
  }

  /** Whether there is anything to hear for a participant heard at this rate. */
  boolean soundsWithoutOne() {
    return voices > 1 || foreign;
  }

  void finish() {
    if (sounds() && members > 0) {
      SoftLimit.limit(sum, work, everything);
    }
  }

  void without(int[] voice, short[] out) {
    SoftLimit.limitWithout(sum, voice, work, out);
  }
}
