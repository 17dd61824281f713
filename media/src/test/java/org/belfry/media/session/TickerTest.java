package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One thread for all: nobody may end it. */
class TickerTest {

  @Test
  void whatFailsWhenItEndsStopsNobodyElse() throws InterruptedException {
    try (Ticker ticker = new Ticker(() -> true, () -> {})) {
      Counting failing = new Counting(true);
      ticker.add(failing);
      failing.ticks(2);
      ticker.remove(failing);
      assertThat(failing.ended.await(10, TimeUnit.SECONDS)).isTrue();
      Counting other = new Counting(false);
      ticker.add(other);
      other.ticks(3);
    }
  }

  @Test
  void whatFailsWhileAllIsClosedKeepsNobodyFromEnding() throws InterruptedException {
    Counting failing = new Counting(true);
    Counting other = new Counting(false);
    try (Ticker ticker = new Ticker(() -> true, () -> {})) {
      ticker.add(failing);
      ticker.add(other);
      other.ticks(1);
    }
    assertThat(failing.ended.getCount()).isZero();
    assertThat(other.ended.getCount()).isZero();
  }

  @Test
  void anErrorInOnesSoundEndsNobodyElses() throws InterruptedException {
    Ticker.Ticked deep =
        new Ticker.Ticked() {
          @Override
          public void tick(long now) {
            throw new StackOverflowError();
          }

          @Override
          public void ended() {
            throw new AssertionError("and once more");
          }
        };
    try (Ticker ticker = new Ticker(() -> true, () -> {})) {
      Counting other = new Counting(false);
      ticker.add(other);
      ticker.add(deep);
      other.ticks(3);
    }
  }

  @Test
  void aFlushThatFailsDoesNotEndTheTicks() throws InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    Runnable flush =
        () -> {
          failed.set(true);
          throw new IllegalStateException("no network");
        };
    try (Ticker ticker = new Ticker(() -> true, flush)) {
      Counting other = new Counting(false);
      ticker.add(other);
      other.ticks(3);
    }
    assertThat(failed).isTrue();
  }

  private static final class Counting implements Ticker.Ticked {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final boolean fails;
    private volatile CountDownLatch ticks = new CountDownLatch(0);

    Counting(boolean fails) {
      this.fails = fails;
    }

    void ticks(int number) throws InterruptedException {
      ticks = new CountDownLatch(number);
      assertThat(ticks.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void tick(long now) {
      ticks.countDown();
    }

    @Override
    public void ended() {
      ended.countDown();
      if (fails) {
        throw new IllegalStateException("it fails when it ends");
      }
    }
  }
}
