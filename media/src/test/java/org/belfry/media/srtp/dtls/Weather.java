package org.belfry.media.srtp.dtls;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A path in memory that loses, doubles and reorders datagrams, from a seed. */
final class Weather implements AutoCloseable {
  private final ScheduledExecutorService path = Executors.newSingleThreadScheduledExecutor();
  private final Random random;
  private final int lostPercent;

  Weather(long seed, int lostPercent) {
    this.random = new Random(seed);
    this.lostPercent = lostPercent;
  }

  /** Takes one datagram from an endpoint to another. */
  synchronized void carry(byte[] datagram, Consumer<byte[]> to) {
    if (random.nextInt(100) < lostPercent) {
      return;
    }
    int times = random.nextInt(100) < lostPercent / 2 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      int delayMs = lostPercent == 0 ? 0 : random.nextInt(8);
      path.schedule(() -> to.accept(datagram.clone()), delayMs, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    path.shutdownNow();
  }
}
