package org.belfry.media.path;

/**
 * Where sound goes, 20 ms at a time: an encoder and its leg, a recorder, a meter.
 *
 * <p>A sink belongs to the thread that writes it. Writing never blocks and never throws for what
 * the world does (a full disk, a full queue): that is counted or told elsewhere. It allocates
 * nothing on the steady path.
 */
public interface FrameSink {

  /** Samples per second; never changes. */
  int rate();

  /**
   * Takes the next 20 ms.
   *
   * @param frame {@link Frames#samples} samples. They belong to the caller, who writes others into
   *     the array after the call: read them now or copy them, and never change them
   */
  void write(short[] frame);

  /** Takes 20 ms of silence, which is cheaper than a frame of zeros. */
  void silence();
}
