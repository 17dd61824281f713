package org.belfry.pbx.sip.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.FastThreadLocal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a loop waits with for its sockets, and before that as long as its {@link Moderation} says.
 * Who hands a task over waits for that time too.
 */
final class ModeratedIo implements IoHandler {
  /** What it knows and does of time; all in nanoseconds, of the thread that asks. */
  interface Time {
    long now();

    /** That this thread has run. */
    long ran();

    void sleep(long nanos);
  }

  private static final long BETWEEN_LOOKS = Duration.ofMillis(100).toNanos();

  private static final Time REAL =
      new Time() {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        @Override
        public long now() {
          return System.nanoTime();
        }

        @Override
        public long ran() {
          return threads.getCurrentThreadCpuTime();
        }

        @Override
        public void sleep(long nanos) {
          LockSupport.parkNanos(nanos);
        }
      };

  private static final FastThreadLocal<ModeratedIo> MINE = new FastThreadLocal<>();

  private final IoHandler io;
  private final Time time;
  private final LastCall lastCall;
  private final Moderation moderation = new Moderation();
  private long turn;
  private long look;
  private long ranAtLook;
  private boolean more;

  ModeratedIo(IoHandler io, Time time, LastCall lastCall) {
    this.io = io;
    this.time = time;
    this.lastCall = lastCall;
  }

  /** Moderates each handler that the factory makes. */
  static IoHandlerFactory around(IoHandlerFactory factory, LastCall lastCall) {
    return executor -> new ModeratedIo(factory.newHandler(executor), REAL, lastCall);
  }

  /**
   * A socket of this thread's loop has more than one turn reads: the next turn begins at once, or
   * what comes faster than that would wait ever longer.
   */
  static void notEmptied() {
    ModeratedIo mine = MINE.getIfExists();
    if (mine != null) {
      mine.more = true;
    }
  }

  @Override
  public void initialize() {
    MINE.set(this);
    turn = time.now();
    look = turn;
    ranAtLook = time.ran();
    io.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    long now = time.now();
    long left = turn + moderation.rest(lastCall.recent(now)) - now;
    if (left >= Moderation.SHORTEST.toNanos() && !more && context.canBlock()) {
      time.sleep(left);
      now = time.now();
    }
    turn = now;
    more = false;
    if (now - look >= BETWEEN_LOOKS) {
      long ran = time.ran();
      moderation.observe(now - look, ran - ranAtLook);
      look = now;
      ranAtLook = ran;
    }
    return io.run(context);
  }

  @Override
  public void prepareToDestroy() {
    io.prepareToDestroy();
  }

  @Override
  public void destroy() {
    MINE.remove();
    io.destroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return io.register(handle);
  }

  @Override
  public void wakeup() {
    io.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> type) {
    return io.isCompatible(type);
  }
}
