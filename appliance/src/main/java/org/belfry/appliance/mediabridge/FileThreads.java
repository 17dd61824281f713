package org.belfry.appliance.mediabridge;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where sound files are read and written: they wait for the disk, and no tick thread does. */
final class FileThreads implements AutoCloseable {
  private static final int COUNT = 2;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          COUNT, Thread.ofPlatform().name("sound-files-", 0).daemon().factory());

  Executor executor() {
    return threads;
  }

  @Override
  public void close() {
    threads.close();
  }
}
