package org.belfry.appliance.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.app.voicemail.Mailbox.PinCheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

class PinsTest {
  private static final int CALLS = 40;
  private final AtomicInteger compared = new AtomicInteger();
  private final CyclicBarrier together = new CyclicBarrier(CALLS);

  /** Each call may guess, but a mailbox can be called many times at once. */
  @Test
  void ofManyGuessesAtOnceFiveAreCompared() throws Exception {
    Pins pins = new Pins(new Table(), new Slow());
    List<Future<PinCheck>> guesses = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLS)) {
      for (int i = 0; i < CALLS; i++) {
        String pin = Integer.toString(5000 + i);
        guesses.add(
            callers.submit(() -> {
              together.await();
              return pins.check(1, "1001", pin, false);
            }));
      }
    }
    for (Future<PinCheck> guess : guesses) {
      assertThat(guess.get()).isNotEqualTo(PinCheck.RIGHT);
    }
    assertThat(compared).hasValue(Pins.FAILURES_MAX);
  }

  /** An outside caller never uses the owner's phone. */
  @Test
  void wrongPinsFromElsewhereDoNotLockTheOwnersPhone() {
    Pins pins = new Pins(new Table(), new Plain());
    for (int i = 0; i < Pins.FAILURES_MAX; i++) {
      pins.check(1, "1001", "5000", false);
    }
    assertThat(pins.check(1, "1001", "hash", false)).isEqualTo(PinCheck.LOCKED);
    assertThat(pins.check(1, "1001", "hash", true)).isEqualTo(PinCheck.RIGHT);
  }

  /** A stolen SIP password is no PIN. */
  @Test
  void wrongPinsAtTheOwnersPhoneLockItAsWell() {
    Pins pins = new Pins(new Table(), new Plain());
    for (int i = 0; i < Pins.FAILURES_MAX; i++) {
      assertThat(pins.check(1, "1001", "5000", true)).isNotEqualTo(PinCheck.RIGHT);
    }
    assertThat(pins.check(1, "1001", "hash", true)).isEqualTo(PinCheck.LOCKED);
    assertThat(pins.check(1, "1001", "hash", false)).isEqualTo(PinCheck.RIGHT);
  }

  /** As the table counts. */
  private static final class Table extends MailboxTable {
    private Pin kept = new Pin("hash", 0, null);

    Table() {
      super(JdbcClient.create(new org.springframework.jdbc.datasource.DriverManagerDataSource()));
    }

    @Override
    synchronized Pin pin(long userId) {
      return kept;
    }

    @Override
    synchronized void failed(long userId, @Nullable Instant lockedUntil) {
      kept = new Pin("hash", lockedUntil == null ? kept.failures() + 1 : 0, lockedUntil);
    }
  }

  private static final class Plain implements PasswordEncoder {
    @Override
    public String encode(CharSequence raw) {
      return raw.toString();
    }

    @Override
    public boolean matches(CharSequence raw, String encoded) {
      return encoded.contentEquals(raw);
    }
  }

  private final class Slow implements PasswordEncoder {
    @Override
    public String encode(CharSequence raw) {
      return "hash";
    }

    @Override
    public boolean matches(CharSequence raw, String encoded) {
      compared.incrementAndGet();
      for (int i = 0; i < 1000; i++) {
        Thread.yield();
      }
      return false;
    }
  }
}
