package org.belfry.appliance.phones;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Which phones may be told their secret address for nothing but their MAC address, as plug and play
 * and DHCP do. Everybody in their network can read and take on a MAC address, so this is for phones
 * that have not fetched their files yet, and for a short time for those of which an administrator
 * says so: all others keep their address themselves.
 */
@Component
class UrlDisclosure {
  /** How long a phone may be told again: two restarts of a slow one. */
  static final Duration OPEN = Duration.ofMinutes(10);

  private static final Duration NEWS = Duration.ofMinutes(1);

  private final Phones phones;
  private final Map<Long, Instant> until = new ConcurrentHashMap<>();
  private final Map<Long, Instant> asked = new ConcurrentHashMap<>();

  UrlDisclosure(Phones phones) {
    this.phones = phones;
  }

  /**
   * Whether it has not asked for a minute: a phone that asks all the time is noted now and then.
   */
  boolean isNews(Phone phone, Instant now) {
    Instant before = asked.get(phone.id());
    if (before != null && now.isBefore(before.plus(NEWS))) {
      return false;
    }
    asked.put(phone.id(), now);
    return true;
  }

  boolean isOpen(Phone phone, Instant now) {
    if (phones.fetched(phone.id()).tag() == null) {
      return true;
    }
    Instant end = until.get(phone.id());
    if (end != null && !now.isBefore(end)) {
      until.remove(phone.id(), end);
      return false;
    }
    return end != null;
  }

  /** An administrator wants this phone to be told again, or it restarts at their wish. */
  void open(Phone phone, Instant now) {
    until.put(phone.id(), now.plus(OPEN));
  }
}
