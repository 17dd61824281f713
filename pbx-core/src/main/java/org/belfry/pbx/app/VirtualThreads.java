package org.belfry.pbx.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A virtual thread for each call. */
final class VirtualThreads implements ProgramThreads {
  private final InstantSource clock;

  VirtualThreads(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void start(String name, Runnable program) {
    Thread.ofVirtual().name(name).start(program);
  }

  @Override
  public NewsQueue queue() {
    return new Queue();
  }

  private final class Queue implements NewsQueue {
    private final LinkedBlockingQueue<VoiceEvent> waiting = new LinkedBlockingQueue<>();

    @Override
    public void put(VoiceEvent news) {
      waiting.add(news); // what may come without end is bounded by who puts it in
    }

    @Override
    public @Nullable VoiceEvent take(Instant until) {
      VoiceEvent news = waiting.poll();
      if (news != null) {
        return news;
      }
      try {
        Duration time = Duration.between(clock.instant(), until);
        return waiting.poll(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new VoiceEvent.HungUp("interrupted");
      }
    }

    @Override
    public int size() {
      return waiting.size();
    }
  }
}
