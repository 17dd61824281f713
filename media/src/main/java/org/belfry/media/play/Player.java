package org.belfry.media.play;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Plays a queue of sounds one after the other, without a gap. Belongs to one thread, as its frames
 * do; what is said to it counts from the next frame on. Where sound is cut (skip, stop, pause,
 * seek), the old fades out and the new fades in within 5 ms.
 *
 * <p>When the queue is empty there is silence, and more may be added; after {@link #finish} there
 * is {@link FrameSource.Got#END}.
 */
public final class Player implements FrameSource {
  /** Most sounds that may wait. */
  public static final int QUEUE_MAX = 100;

  private final int rate;
  private final short[] tail;
  private final ArrayDeque<Sound> queue = new ArrayDeque<>();
  private @Nullable Sound current;
  private int tailLength;
  private boolean fadeIn;
  private boolean sounding;
  private boolean paused;
  private boolean finishing;
  private float volume = 1;
  private float gain = 1;
  private long played;

  /**
   * @param rate samples per second of every sound that is added
   */
  public Player(int rate) {
    Frames.samples(rate);
    this.rate = rate;
    this.tail = new short[Fade.samples(rate)];
  }

  @Override
  public int rate() {
    return rate;
  }

  /**
   * Puts a sound at the end of the queue; the player closes it.
   *
   * @return false when {@link #QUEUE_MAX} wait already; the sound is closed then
   * @throws IllegalArgumentException when it has another rate
   */
  public boolean add(Sound sound) {
    if (sound.rate() != rate) {
      throw new IllegalArgumentException(
          "a sound of " + sound.rate() + " samples/s for a player of " + rate);
    }
    if (queue.size() >= QUEUE_MAX) {
      sound.close();
      return false;
    }
    if (current == null) {
      current = sound;
    } else {
      queue.add(sound);
    }
    return true;
  }

  /** Nothing will be added any more: after the last sound comes the end. */
  public void finish() {
    finishing = true;
  }

  /** Goes to the next sound. */
  public void skip() {
    cut();
    next();
  }

  /** Forgets the current sound and all that wait. */
  public void stop() {
    cut();
    queue.forEach(Sound::close);
    queue.clear();
    next();
  }

  /** Holds the current sound where it is. */
  public void pause() {
    cut();
    paused = true;
  }

  public void resume() {
    paused = false;
  }

  public boolean paused() {
    return paused;
  }

  /**
   * Goes forwards or, with a negative time, backwards within the current sound.
   *
   * @param by cut to what there is; going behind the end is like {@link #skip}
   */
  public void seek(Duration by) {
    Sound sound = current;
    if (sound != null) {
      cut();
      long to = sound.position() + by.toMillis() * rate / 1000;
      if (sound.samples() != Sound.UNKNOWN && to >= sound.samples()) {
        next();
      } else {
        sound.seek(Math.max(0, to));
      }
    }
  }

  /** How far into the current sound; zero without one. */
  public Duration position() {
    return current == null ? Duration.ZERO : Duration.ofMillis(current.position() * 1000 / rate);
  }

  /** Sounds that were played to their end or skipped, since the player began. */
  public long played() {
    return played;
  }

  /** Sounds that wait, the current one included. */
  public int waiting() {
    return queue.size() + (current == null ? 0 : 1);
  }

  /**
   * @param decibels -60 to 20; 0 changes nothing
   */
  public void volume(double decibels) {
    volume = (float) Math.pow(10, Math.clamp(decibels, -60, 20) / 20);
  }

  @Override
  public Got read(short[] frame) {
    int count = Frames.samples(rate);
    int done = paused ? 0 : fill(frame, count);
    if (done == 0 && tailLength == 0) {
      sounding = false;
      fadeIn = true;
      return finishing && current == null ? Got.END : Got.SILENCE;
    }
    Arrays.fill(frame, done, count, (short) 0);
    amplify(frame, count);
    if (fadeIn && done > 0) {
      Fade.in(frame, 0, Math.min(tail.length, done));
      fadeIn = false;
    }
    for (int i = 0; i < tailLength; i++) {
      frame[i] = saturate(frame[i] + tail[i]);
    }
    tailLength = 0;
    sounding = done == count;
    return Got.SOUND;
  }

  private int fill(short[] frame, int count) {
    int done = 0;
    while (done < count && current != null) {
      done += current.read(frame, done, count - done);
      if (done < count) {
        next();
      }
    }
    return done;
  }

  /** Has the next 5 ms fade out, over whatever comes then. */
  private void cut() {
    if (sounding && current != null) {
      tailLength = current.read(tail, 0, tail.length);
      for (int i = 0; i < tailLength; i++) {
        tail[i] = saturate(Math.round(tail[i] * gain));
      }
      Fade.out(tail, tailLength);
    }
    sounding = false;
    fadeIn = true;
  }

  private void next() {
    if (current != null) {
      current.close();
      played++;
    }
    current = queue.poll();
  }

  private void amplify(short[] frame, int count) {
    if (gain == 1 && volume == 1) {
      return;
    }
    float step = (volume - gain) / count;
    for (int i = 0; i < count; i++) {
      frame[i] = saturate(Math.round(frame[i] * (gain + step * i)));
    }
    gain = volume;
  }

  private static short saturate(int sample) {
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
  }
}
