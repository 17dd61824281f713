package org.belfry.media;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread allocates when it has done a thing often enough. */
public final class AllocatedBytes {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 2000;

  private AllocatedBytes() {}

  /**
   * Bytes of the best of many rounds, by the thread that calls. Code that is not compiled yet
   * allocates where the same code does not later, and how soon it is compiled is up to the machine:
   * rounds go on until one is free of it. What allocates each time does so in every round.
   */
  public static long least(Runnable round) {
    return least(Thread.currentThread(), round);
  }

  /** The same of another thread, which works for the one that calls. */
  public static long least(Thread worker, Runnable round) {
    long id = worker.threadId();
    THREADS.getThreadAllocatedBytes(id); // its own first call allocates
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS && least > 0; i++) {
      long before = THREADS.getThreadAllocatedBytes(id);
      round.run();
      least = Math.min(least, THREADS.getThreadAllocatedBytes(id) - before);
    }
    return least;
  }
}
