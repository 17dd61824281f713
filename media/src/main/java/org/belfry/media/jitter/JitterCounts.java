package org.belfry.media.jitter;

/** What a jitter buffer counts as it goes. */
final class JitterCounts {
  long received;
  long played;
  long lost;
  long late;
  long duplicates;
  long strays;
  long tooLong;
  long leftOut;
  long events;
  long madeUp;
  long restarts;
}
