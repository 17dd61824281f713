package org.belfry.appliance.phones;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.appliance.phones.PhoneTable.Fetched;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.belfry.pbx.directory.User;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Sighting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has phones fetch their files when these are different now: once for each change, when the phone
 * is registered and in no call, a few at a time. Also sees which phones register, and notes those
 * that belong to nobody.
 */
@Component
class ChangeWatch implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Phones told in one round; the rest comes in the next. */
  private static final int AT_ONCE = 20;

  /** Even when nothing seems to have changed: a phone may have been in a call, or away. */
  private static final int EVERY = 6;

  private final Phones phones;
  private final ProfileMaker profiles;
  private final PhoneRegistrations registrations;
  private final UnadoptedPhones newcomers;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("phone-changes").daemon(true).factory());

  /** What a phone was last told of, by the tag of its file; of the clock's thread only. */
  private final Map<Long, String> told = new HashMap<>();

  private int round;
  private volatile boolean running;

  ChangeWatch(
      Phones phones,
      ProfileMaker profiles,
      PhoneRegistrations registrations,
      UnadoptedPhones newcomers) {
    this.phones = phones;
    this.profiles = profiles;
    this.registrations = registrations;
    this.newcomers = newcomers;
  }

  @EventListener
  void on(Phones.Changed event) {
    changed.set(true);
  }

  @EventListener
  void on(DirectoryChanged event) {
    Set<Long> there = new HashSet<>();
    event.directory().users().values().stream().map(User::id).forEach(there::add);
    if (phones.all().stream().anyMatch(phone -> !there.containsAll(phone.users()))) {
      phones.reload();
    }
    changed.set(true);
  }

  @Override
  public void start() {
    running = true;
    var _ =
        clock.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      if (changed.getAndSet(false) || ++round % EVERY == 0) {
        tell(registrations.now());
      }
    } catch (RuntimeException e) {
      LOG.warn("phones could not be told of a change", e);
    }
  }

  /** One round. */
  void tell(PhoneRegistrations.Now all) {
    note(all.all());
    told.keySet().retainAll(phones.all().stream().map(Phone::id).toList());
    int now = 0;
    for (Phone phone : phones.all()) {
      String tag = profiles.tag(phone);
      if (tag == null) {
        continue;
      }
      Fetched fetched = phones.fetched(phone.id());
      // Who has never fetched is configured by hand, or comes of itself when it boots.
      if (fetched.tag() == null || tag.equals(fetched.tag()) || tag.equals(told.get(phone.id()))) {
        continue;
      }
      Optional<RegistrationView> registration = registrations.of(phone, all);
      if (registration.isEmpty() || registrations.busy(registration.get())) {
        continue;
      }
      if (now++ == AT_ONCE) {
        changed.set(true);
        return;
      }
      if (registrations.checkSync(phone, registration.get(), false)) {
        told.put(phone.id(), tag);
      }
    }
  }

  /** Firmware of known phones, and phones that are nobody's. */
  private void note(List<RegistrationView> all) {
    for (RegistrationView each : all) {
      Sighting seen = Sighting.of(each.userAgent());
      Mac mac = seen.mac();
      if (mac == null || seen.brand() == null || seen.brand().soft()) {
        continue;
      }
      Phone phone = phones.byMac(mac);
      if (phone == null) {
        newcomers.seen(mac, seen, each.source(), "registration", Instant.now());
      } else if (seen.firmware() != null) {
        String text = seen.firmware().text();
        phones.fetched(phone.id(), f -> new Fetched(text, f.at(), f.tag()));
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    clock.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
