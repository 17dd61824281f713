package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Turns on a clock of their own, in which nothing passes but what is said. */
class ModeratedIoTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final Clock clock = new Clock();
  private final Socket socket = new Socket();
  private final LastCall lastCall = new LastCall(clock.now);
  private final ModeratedIo io = new ModeratedIo(socket, clock, lastCall);
  private final Context context = new Context();

  ModeratedIoTest() {
    io.initialize();
  }

  @Test
  void aSmallOfficeNeverWaits() {
    for (int message = 0; message < 100; message++) {
      turn(20 * MILLI, MILLI / 5);
    }
    assertThat(clock.slept).isEmpty();
    assertThat(socket.turns).isEqualTo(100);
  }

  @Test
  void aBusyLoopBeginsItsTurnsApart() {
    busy();
    turn(MILLI, MILLI / 10);
    assertThat(clock.slept).containsExactly(Moderation.LONGEST.toNanos() - MILLI);
    turn(2 * MILLI, MILLI / 10);
    assertThat(clock.slept).hasSize(2).last().isEqualTo(Moderation.LONGEST.toNanos() - 2 * MILLI);
  }

  @Test
  void itDoesNotSleepWhileTasksWait() {
    busy();
    context.tasks = true;
    turn(MILLI, MILLI / 10);
    assertThat(clock.slept).isEmpty();
  }

  @Test
  void aTurnThatTookLongIsFollowedAtOnce() {
    busy();
    turn(Moderation.LONGEST.toNanos(), MILLI);
    assertThat(clock.slept).isEmpty();
  }

  @Test
  void whatATurnCouldNotReadIsReadAtOnce() {
    busy();
    socket.leaves = true;
    turn(MILLI, MILLI / 10);
    assertThat(clock.slept).hasSize(1);
    turn(MILLI, MILLI / 10);
    turn(MILLI, MILLI / 10);
    assertThat(clock.slept).hasSize(1);
    socket.leaves = false;
    turn(MILLI, MILLI / 10);
    turn(MILLI, MILLI / 10);
    assertThat(clock.slept).hasSize(2);
  }

  @Test
  void whoIsIdleAgainIsAwakeAtOnce() {
    busy();
    turn(MILLI, 0);
    assertThat(clock.slept).hasSize(1);
    turn(Duration.ofSeconds(5).toNanos(), 0);
    turn(MILLI, 0);
    assertThat(clock.slept).hasSize(1);
  }

  @Test
  void whileCallsAreBegunTurnsAreLessApart() {
    busy();
    long began = clock.now;
    lastCall.begins(began);
    turn(MILLI, MILLI / 10);
    assertThat(clock.slept).containsExactly(Moderation.LONGEST_WITH_CALLS.toNanos() - MILLI);
    while (clock.now < began + LastCall.RECENT.toNanos()) {
      turn(100 * MILLI, 5 * MILLI);
    }
    turn(MILLI, MILLI / 10);
    assertThat(clock.slept).hasSize(2).last().isEqualTo(Moderation.LONGEST.toNanos() - MILLI);
  }

  /** So that it has been seen to take 2.5 % of a processor: it rests the longest. */
  private void busy() {
    turn(200 * MILLI, 5 * MILLI);
    assertThat(clock.slept).isEmpty();
  }

  /** Lets time pass since the last turn, some of it at work, and begins the next. */
  private void turn(long wall, long work) {
    clock.now += wall;
    clock.ran += work;
    io.run(context);
  }

  private static final class Clock implements ModeratedIo.Time {
    private final List<Long> slept = new ArrayList<>();
    private long now = -1_000_000_000L; // as System.nanoTime may be
    private long ran;

    @Override
    public long now() {
      return now;
    }

    @Override
    public long ran() {
      return ran;
    }

    @Override
    public void sleep(long nanos) {
      slept.add(nanos);
      now += nanos;
    }
  }

  private static final class Context implements IoHandlerContext {
    private boolean tasks;

    @Override
    public boolean canBlock() {
      return !tasks;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
      return -1;
    }

    @Override
    public long deadlineNanos() {
      return -1;
    }
  }

  private static final class Socket implements IoHandler {
    private int turns;
    private boolean leaves;

    @Override
    public int run(IoHandlerContext context) {
      turns++;
      if (leaves) {
        ModeratedIo.notEmptied();
      }
      return 0;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
      throw new AssertionError("nothing registers here");
    }

    @Override
    public void wakeup() {}

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
      return true;
    }
  }
}
