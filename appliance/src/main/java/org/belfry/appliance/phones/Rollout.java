package org.belfry.appliance.phones;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PhoneRollout;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The roll-out that goes on, if any: ten phones a second, and a minute for each to come. */
@Component
class Rollout implements PhoneRollout, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int AT_ONCE = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A phone in a call is asked again and again for so long. */
  private static final Duration CALL_MAX = Duration.ofHours(2);

  private final Phones phones;
  private final ProfileMaker profiles;
  private final PhoneRegistrations registrations;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("phone-rollout").daemon(true).factory());
  private @Nullable Work work;

  Rollout(Phones phones, ProfileMaker profiles, PhoneRegistrations registrations) {
    this.phones = phones;
    this.profiles = profiles;
    this.registrations = registrations;
    var _ =
        clock.scheduleWithFixedDelay(
            this::step, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One roll-out; guarded by this object. */
  private static final class Work {
    final Instant startedAt = Instant.now();
    final boolean restart;
    final int all;
    final Deque<Long> waiting;
    final Map<Long, Instant> told = new LinkedHashMap<>();
    final List<FailedView> failed = new ArrayList<>();
    int done;
    State state = State.RUNNING;

    Work(List<Long> wanted, boolean restart) {
      this.waiting = new ArrayDeque<>(wanted);
      this.all = wanted.size();
      this.restart = restart;
    }

    RolloutView view() {
      return new RolloutView(
          state, startedAt, all, waiting.size(), told.size(), done, List.copyOf(failed));
    }
  }

  @Override
  public synchronized RolloutView start(@Nullable List<Long> wanted, boolean restart) {
    List<Long> ids =
        wanted == null
            ? phones.all().stream()
                .filter(phone -> !profiles.upToDate(phone))
                .map(Phone::id)
                .toList()
            : wanted.stream().filter(Objects::nonNull).distinct().toList();
    for (long id : ids) {
      if (phones.byId(id).isEmpty()) {
        throw new InvalidCommand("phones", "has " + id + ", which is no phone");
      }
    }
    if (ids.isEmpty()) {
      throw new InvalidCommand("phones", "are all up to date");
    }
    work = new Work(ids, restart);
    return work.view();
  }

  @Override
  public synchronized @Nullable RolloutView current() {
    return work == null ? null : work.view();
  }

  @Override
  public void pause() {
    become(State.RUNNING, State.PAUSED);
  }

  @Override
  public void resume() {
    become(State.PAUSED, State.RUNNING);
  }

  @Override
  public void stop() {
    become(State.RUNNING, State.STOPPED);
    become(State.PAUSED, State.STOPPED);
  }

  private synchronized void become(State from, State to) {
    if (work != null && work.state == from) {
      work.state = to;
    }
  }

  private synchronized void step() {
    Work now = work;
    if (now == null || now.state != State.RUNNING) {
      return;
    }
    try {
      arrived(now, Instant.now());
      if (!now.waiting.isEmpty()) {
        tellSome(now, registrations.now(), Instant.now());
      }
      if (now.waiting.isEmpty() && now.told.isEmpty()) {
        now.state = State.DONE;
      }
    } catch (RuntimeException e) {
      LOG.warn("a step of the roll-out failed; it goes on", e);
    }
  }

  private void arrived(Work now, Instant at) {
    now.told
        .entrySet()
        .removeIf(each -> {
          Instant fetched = phones.fetched(each.getKey()).at();
          if (fetched != null && !fetched.isBefore(each.getValue())) {
            now.done++;
            return true;
          }
          if (at.isAfter(each.getValue().plus(PATIENCE))) {
            fail(now, each.getKey(), "It was told and has not fetched anything for a minute.");
            return true;
          }
          return false;
        });
  }

  private void tellSome(Work now, PhoneRegistrations.Now all, Instant at) {
    for (int n = Math.min(AT_ONCE, now.waiting.size()); n > 0; n--) {
      long id = now.waiting.removeFirst();
      Optional<Phone> phone = phones.byId(id);
      if (phone.isEmpty()) {
        fail(now, id, "It was retired in the meantime.");
        continue;
      }
      Optional<RegistrationView> registration = registrations.of(phone.get(), all);
      if (registration.isEmpty()) {
        fail(now, id, "It is not registered.");
      } else if (registrations.busy(registration.get())
          && at.isBefore(now.startedAt.plus(CALL_MAX))) {
        now.waiting.addLast(id);
      } else if (registrations.checkSync(phone.get(), registration.get(), now.restart)) {
        now.told.put(id, at);
      } else {
        fail(now, id, "It could not be told.");
      }
    }
  }

  private void fail(Work now, long id, String why) {
    String name = phones.byId(id).map(Phone::shown).orElse("");
    now.failed.add(new FailedView(id, name, why));
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
