package org.belfry.appliance.system;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a start that settings of the pages have ended goes on: with those that worked before, and if
 * that is no better, without any. An owner without a shell could not take them back (ADR 42).
 */
public final class FallBack {
  private static final Logger LOG = LoggerFactory.getLogger(FallBack.class);

  private final InstantSource clock;
  private @Nullable SettingsFile file;
  private Runnable close = () -> {};
  private boolean without;
  private @Nullable String reason;

  public FallBack(InstantSource clock) {
    this.clock = clock;
  }

  boolean without() {
    return without;
  }

  @Nullable String reason() {
    return reason;
  }

  void uses(SettingsFile itsFile) {
    file = itsFile;
  }

  /** A context that fails early closes no bean, and the next start needs lock and database. */
  void closesFirst(Runnable itsClose) {
    close = itsClose;
  }

  /**
   * After a start has failed.
   *
   * @return whether another one would use other settings
   */
  public boolean after(RuntimeException failure) {
    if (!changesSettings(failure)) {
      return false;
    }
    close.run();
    return true;
  }

  private boolean changesSettings(RuntimeException failure) {
    SettingsFile used = file;
    if (used == null || (used.used().isEmpty() && !used.onTrial())) {
      return false; // nobody has set anything
    }
    CannotStart known = CannotStart.in(failure);
    String sentence = known == null ? failure.toString() : String.valueOf(known.getMessage());
    if (used.onTrial()) {
      try {
        used.refuse(sentence, clock.instant());
        return true;
      } catch (IOException e) {
        LOG.error("what did not work cannot be written down: {}", Failures.phrase(e));
      }
    }
    if (without || known == null || isOfTheDatabase(failure)) {
      return false;
    }
    without = true;
    reason = sentence;
    return true;
  }

  private static boolean isOfTheDatabase(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        return true;
      }
    }
    return false;
  }
}
