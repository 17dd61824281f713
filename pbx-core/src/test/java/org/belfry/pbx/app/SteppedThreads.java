package org.belfry.pbx.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.belfry.pbx.sim.VirtualNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Threads of programs in a virtual world: only one of them runs at a time, and the world stands
 * still while it does, so that the same seed makes the same day.
 */
public final class SteppedThreads implements ProgramThreads {
  private static final ThreadLocal<Baton> MINE = new ThreadLocal<>();

  private final VirtualNetwork net;
  private int running;

  public SteppedThreads(VirtualNetwork net) {
    this.net = net;
  }

  /** Programs that have not come to their end. */
  public int running() {
    return running;
  }

  private static final class Baton {
    final Semaphore resume = new Semaphore(0);
    final Semaphore yielded = new Semaphore(0);
  }

  @Override
  public void start(String name, Runnable program) {
    Baton baton = new Baton();
    running++;
    Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(() -> {
          MINE.set(baton);
          try {
            program.run();
          } finally {
            running--;
            baton.yielded.release();
          }
        });
    baton.yielded.acquireUninterruptibly();
  }

  @Override
  public NewsQueue queue() {
    return new Queue();
  }

  private final class Queue implements NewsQueue {
    private final Deque<VoiceEvent> news = new ArrayDeque<>();
    private @Nullable Baton parked;
    private long waits;

    @Override
    public void put(VoiceEvent happened) {
      news.add(happened);
      if (parked != null) {
        net.later(Duration.ZERO, this::wake); // never on the stack of who tells
      }
    }

    private void wake() {
      Baton owner = parked;
      if (owner != null) {
        parked = null;
        owner.resume.release();
        owner.yielded.acquireUninterruptibly();
      }
    }

    @Override
    public @Nullable VoiceEvent take(Instant until) {
      if (!news.isEmpty()) {
        return news.remove();
      }
      Duration time = Duration.between(net.clock().instant(), until);
      if (time.isNegative() || time.isZero()) {
        return null;
      }
      long wait = ++waits;
      net.later(
          time,
          () -> {
            if (waits == wait) {
              wake();
            }
          });
      Baton mine = MINE.get();
      parked = mine;
      mine.yielded.release();
      mine.resume.acquireUninterruptibly();
      waits++;
      return news.poll();
    }

    @Override
    public int size() {
      return news.size();
    }
  }
}
