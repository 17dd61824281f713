package org.belfry.media.dtmf;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tones of digits (ITU-T Q.23), in place of the sound of a leg that knows neither events
 * nor INFO. Belongs to one thread; allocates nothing per frame.
 */
public final class ToneSender {
  /** Digits that may wait; more are refused. */
  public static final int MAX_WAITING = 64;

  /** Of full scale: about -9 and -7 dBm0, the higher tone louder, as lines dampen it more. */
  private static final double LOW = 0.25 * Short.MAX_VALUE;

  private static final double HIGH = 0.31 * Short.MAX_VALUE;
  private static final int PAUSE_MS = 60;

  /** Tones begin and end within so many ms, without a click. */
  private static final int RAMP_MS = 2;

  private record Waiting(Digit digit, int samples) {}

  private final int sampleRate;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private @Nullable Waiting current;
  private int done;

  public ToneSender(int sampleRate) {
    this.sampleRate = sampleRate;
  }

  /**
   * Sends a digit, after those that wait.
   *
   * @param ms taken as at least 60 and at most 30000
   * @return false when {@link #MAX_WAITING} wait already: it is not sent
   */
  public boolean send(Digit digit, int ms) {
    if (waiting.size() >= MAX_WAITING) {
      return false;
    }
    int held = Math.clamp(ms, EventSender.SHORTEST_MS, EventSender.LONGEST_MS);
    return waiting.add(new Waiting(digit, held * (sampleRate / 1000)));
  }

  public boolean busy() {
    return current != null || !waiting.isEmpty();
  }

  /**
   * Writes tones and pauses over sound.
   *
   * @return false when there is nothing to send: the sound stays as it is
   */
  public boolean fill(short[] pcm, int to, int samples) {
    if (!busy()) {
      return false;
    }
    for (int i = 0; i < samples; i++) {
      pcm[to + i] = next();
    }
    return true;
  }

  private short next() {
    if (current == null || done == current.samples + PAUSE_MS * (sampleRate / 1000)) {
      current = waiting.poll();
      done = 0;
    }
    if (current == null) {
      return 0;
    }
    int at = done++;
    if (at >= current.samples) {
      return 0;
    }
    int ramp = RAMP_MS * sampleRate / 1000;
    double loudness = Math.min(1.0, (double) Math.min(at, current.samples - at) / ramp);
    double turn = 2 * Math.PI * at / sampleRate;
    double sound =
        LOW * Math.sin(turn * current.digit.lowTone())
            + HIGH * Math.sin(turn * current.digit.highTone());
    return (short) Math.round(sound * loudness);
  }
}
