package org.belfry.appliance.settings;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.belfry.appliance.system.QuietNight;
import org.belfry.appliance.system.SettingsFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When to restart: now, tonight, or because nobody could sign in with new addresses or ports. What
 * it does depends on the time it is told.
 */
final class Restarts {
  private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);
  private static final Duration TO_SIGN_IN = Duration.ofMinutes(10);
  private static final String UNSEEN = "No administrator signed in within ten minutes.";

  private final SettingsFile file;
  private final IntSupplier calls;
  private final Consumer<String> restart;
  private final ZoneId zone;
  private final InstantSource clock;
  private final ReentrantLock one = new ReentrantLock();
  private @Nullable QuietNight night;
  private volatile @Nullable Instant confirmBy;

  /**
   * @param calls how many are up
   * @param restart is given the reason
   */
  Restarts(
      SettingsFile file,
      IntSupplier calls,
      Consumer<String> restart,
      ZoneId zone,
      InstantSource clock) {
    this.file = file;
    this.calls = calls;
    this.restart = restart;
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * Belfry is up: settings that have not worked before stay when they leave the pages where they
   * are, or as soon as an administrator is seen.
   */
  void ready() {
    if (file.onTrial()) {
      if (pagesMove()) {
        confirmBy = clock.instant().plus(TO_SIGN_IN);
      } else {
        file.worked();
      }
    }
  }

  private boolean pagesMove() {
    try {
      Map<String, String> good = file.good();
      Map<String, String> used = file.used();
      return SettingCatalogue.all().stream()
          .filter(SystemSetting::reaches)
          .anyMatch(each -> !Objects.equals(good.get(each.name()), used.get(each.name())));
    } catch (IOException e) {
      LOG.warn("settings that worked cannot be read: {}", e.getMessage());
      return true;
    }
  }

  /** An administrator has signed in: the pages can be reached. */
  void administratorSeen() {
    if (confirmBy != null) {
      confirmBy = null;
      file.worked();
      LOG.info("the new addresses and ports stay: an administrator has signed in");
    }
  }

  /** Until when an administrator has to sign in; null when that makes no difference. */
  @Nullable Instant confirmBy() {
    return confirmBy;
  }

  @Nullable Instant tonight() {
    QuietNight planned = night;
    return planned == null ? null : planned.from();
  }

  void now(String reason) {
    cancel();
    restart.accept(reason);
  }

  void plan() {
    one.lock();
    try {
      night = QuietNight.planned(clock.instant(), zone);
    } finally {
      one.unlock();
    }
  }

  void cancel() {
    one.lock();
    try {
      night = null;
    } finally {
      one.unlock();
    }
  }

  int liveCalls() {
    return calls.getAsInt();
  }

  /** To be called again and again. */
  void tick() {
    Instant now = clock.instant();
    Instant until = confirmBy;
    if (until != null && !now.isBefore(until)) {
      confirmBy = null;
      takeBack(now);
    }
    if (isDue(now)) {
      restart.accept("settings were changed");
    }
  }

  private boolean isDue(Instant now) {
    one.lock();
    try {
      QuietNight planned = night;
      if (planned == null) {
        return false;
      }
      QuietNight.Step step = planned.on(now, calls.getAsInt());
      night = step.due() ? null : step.next();
      return step.due();
    } finally {
      one.unlock();
    }
  }

  private void takeBack(Instant now) {
    try {
      file.refuse(UNSEEN, now);
      restart.accept("no administrator signed in after a change of addresses or ports");
    } catch (IOException e) {
      LOG.error("settings cannot be taken back: {}", e.getMessage());
    }
  }
}
