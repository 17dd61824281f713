package org.belfry.appliance.security;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes passwords, which is slow on purpose, so few at a time that calls keep their processor, and
 * lets only so many wait for it. Whoever has signed in from the same place before has a turn of its
 * own, so a flood of strangers does not keep people out.
 */
final class PasswordWork implements PasswordEncoder {
  private static final int WAITING = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ScopedValue<Boolean> FAMILIAR = ScopedValue.newInstance();

  private final PasswordEncoder encoder;
  private final Permits strangers;
  private final Permits familiar = new Permits(1);

  /** There are too many of them at the moment. */
  static final class Busy extends AuthenticationServiceException {
    private static final long serialVersionUID = 1L;

    Busy() {
      super("Too many people sign in at the moment; try again soon.");
    }
  }

  /**
   * @param atOnce hashes that are computed at a time, 1 or more
   */
  PasswordWork(PasswordEncoder encoder, int atOnce) {
    this.encoder = encoder;
    this.strangers = new Permits(atOnce);
  }

  /** Runs this in the queue of users that have signed in before. */
  static <T extends @Nullable Object> T familiar(Supplier<T> work) {
    return ScopedValue.where(FAMILIAR, true).call(work::get);
  }

  @Override
  public String encode(@Nullable CharSequence password) {
    return turn(() -> encoder.encode(password));
  }

  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
    return turn(() -> encoder.matches(password, hash));
  }

  @Override
  public boolean upgradeEncoding(@Nullable String hash) {
    return encoder.upgradeEncoding(hash);
  }

  private <T extends @Nullable Object> T turn(Supplier<T> work) {
    return (FAMILIAR.orElse(false) ? familiar : strangers).run(work);
  }

  private static final class Permits {
    private final Semaphore atWork;
    private final Semaphore inside;

    Permits(int atOnce) {
      this.atWork = new Semaphore(atOnce, true);
      this.inside = new Semaphore(atOnce + WAITING);
    }

    <T extends @Nullable Object> T run(Supplier<T> work) {
      if (!inside.tryAcquire()) {
        throw new Busy();
      }
      try {
        if (!atWork.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new Busy();
        }
        try {
          return work.get();
        } finally {
          atWork.release();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Busy();
      } finally {
        inside.release();
      }
    }
  }
}
