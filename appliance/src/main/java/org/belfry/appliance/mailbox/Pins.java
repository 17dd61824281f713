package org.belfry.appliance.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.appliance.mailbox.MailboxTable.Pin;
import org.belfry.pbx.app.voicemail.Mailbox.PinCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** PINs of mailboxes: kept as hashes, and locked for a while after too many wrong ones. */
@Component
class Pins {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final int TURNS = 64;
  static final int FAILURES_MAX = 5;
  static final Duration LOCK = Duration.ofMinutes(15);

  /** What people try first. */
  private static final Set<String> EASY = Set.of("1234", "4321", "1212", "2580", "12345", "123456");

  private final MailboxTable table;
  private final PasswordEncoder encoder;
  private final InstantSource clock = InstantSource.system();
  private final Lock[] turns = new Lock[TURNS];

  /** Wrong PINs at the owners' own phones, by user: calls from elsewhere cannot lock them. */
  private final Map<Long, Pin> atOwnPhones = new ConcurrentHashMap<>();

  Pins(MailboxTable table, @Qualifier("pinEncoder") PasswordEncoder encoder) {
    this.table = table;
    this.encoder = encoder;
    Arrays.setAll(turns, i -> new ReentrantLock());
  }

  /** Whether it may be one: 4 to 10 digits, not all the same, not the extension. */
  static boolean good(String pin, String extension) {
    return pin.matches("[0-9]{4,10}")
        && pin.chars().distinct().count() > 1
        && !EASY.contains(pin)
        && !pin.equals(extension);
  }

  /** By user; who has none may be left out. */
  Map<Long, Pin> all() {
    return table.pins();
  }

  Pin of(long userId) {
    return table.pin(userId);
  }

  void set(long userId, String pin) {
    table.setPin(userId, pin.isEmpty() ? null : encoder.encode(pin));
    atOwnPhones.remove(userId);
  }

  /**
   * One guess at a mailbox at a time: however many call it at once, each counts.
   *
   * @param ownPhone whether it is made at a phone that has signed in as the owner
   */
  PinCheck check(long userId, String extension, String pin, boolean ownPhone) {
    Lock turn = turns[Math.floorMod(userId, TURNS)];
    turn.lock();
    try {
      return checkInTurn(userId, extension, pin, ownPhone);
    } finally {
      turn.unlock();
    }
  }

  private PinCheck checkInTurn(long userId, String extension, String pin, boolean ownPhone) {
    Pin kept = table.pin(userId);
    Pin guessed = ownPhone ? atOwnPhones.getOrDefault(userId, Pin.NONE) : kept;
    Instant now = clock.instant();
    if (guessed.lockedUntil() != null && now.isBefore(guessed.lockedUntil())) {
      return PinCheck.LOCKED;
    }
    if (kept.hash() != null && encoder.matches(pin, kept.hash())) {
      if (ownPhone) {
        atOwnPhones.remove(userId);
      } else if (kept.failures() > 0 || kept.lockedUntil() != null) {
        table.succeeded(userId);
      }
      return PinCheck.RIGHT;
    }
    boolean last = guessed.failures() + 1 >= FAILURES_MAX;
    Instant until = last ? now.plus(LOCK) : null;
    if (ownPhone) {
      atOwnPhones.put(userId, new Pin(null, last ? 0 : guessed.failures() + 1, until));
    } else {
      table.failed(userId, until);
    }
    AUDIT.warn("wrong PIN mailbox={} locked={} own={}", extension, last, ownPhone);
    return last ? PinCheck.LOCKED : PinCheck.WRONG;
  }
}
