package org.belfry.media.dtmf;

import java.util.List;

/** Finds digits in sound. Belongs to one thread. Closing it twice is fine. */
public interface ToneReceiver extends AutoCloseable {
  /** Samples per second that it listens at. */
  int SAMPLE_RATE = 8000;

  /** Listens to the next piece of sound; what is new, often nothing. */
  List<DtmfEvent> on(short[] pcm, int from, int samples);

  /** Says that so many samples were lost, so that a digit that goes on is not taken for two. */
  void lost(int samples);

  @Override
  void close();
}
