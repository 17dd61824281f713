package org.belfry.pbx.guard;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each address has done wrong lately: failures by user, and how often it was banned. A machine
 * without a clock; not thread-safe but for {@link #knows}, {@link Guard} is its one owner.
 */
final class Offences {
  /** Addresses that are remembered; beyond it the one that offended longest ago is forgotten. */
  static final int ADDRESSES = 10_000;

  /**
   * Users that are remembered of an address that is never banned, for an office has many. Beyond it
   * all users are blocked there.
   */
  static final int USERS_OF_ADDRESS = 1000;

  private final GuardProperties properties;
  private final Set<InetAddress> known = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Offender> offenders =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Offender> eldest) {
          if (size() <= ADDRESSES) {
            return false;
          }
          known.remove(eldest.getKey());
          return true;
        }
      };

  Offences(GuardProperties properties) {
    this.properties = properties;
  }

  /** What has to be done about a failure; null for nothing yet. */
  record Consequence(
      @Nullable Instant pairBlockedUntil, @Nullable Instant sourceBlockedUntil, @Nullable Ban ban) {
    static final Consequence NONE = new Consequence(null, null, null);
  }

  private static final class Failures {
    int count;
    Instant blockedUntil = Instant.MIN;
  }

  private static final class Offender {
    Instant windowEnds = Instant.MIN;
    int failures;
    int bans;
    Instant forgiven = Instant.MIN;
    Instant blockedUntil = Instant.MIN;
    final Map<String, Failures> users = new HashMap<>(4);
  }

  /**
   * Wrong credentials, given in answer to a challenge of ours.
   *
   * @param sheltered true when the address is never banned; then only the pair is blocked
   */
  Consequence failed(InetAddress source, String user, boolean sheltered, Instant now) {
    Offender offender = offender(source);
    if (!now.isBefore(offender.windowEnds)) {
      offender.windowEnds = now.plus(properties.window());
      offender.failures = 0;
      // A block that goes on is not shortened by the end of the window it began in.
      offender.users.values().removeIf(f -> !now.isBefore(f.blockedUntil));
      offender.users.values().forEach(f -> f.count = 0);
    }
    offender.failures++;
    Instant blockedUntil = null;
    Instant sourceUntil = null;
    if (offender.users.size() < USERS_OF_ADDRESS || offender.users.containsKey(user)) {
      Failures failures = offender.users.computeIfAbsent(user, u -> new Failures());
      boolean blocked = now.isBefore(failures.blockedUntil);
      if (!blocked && ++failures.count >= properties.attempts()) {
        failures.count = 0;
        failures.blockedUntil = now.plus(properties.banTime());
        blockedUntil = failures.blockedUntil;
      }
    } else if (!now.isBefore(offender.blockedUntil)) {
      offender.blockedUntil = now.plus(properties.banTime());
      sourceUntil = offender.blockedUntil;
    }
    if (sheltered || !guesses(offender)) {
      return blockedUntil == null && sourceUntil == null
          ? Consequence.NONE
          : new Consequence(blockedUntil, sourceUntil, null);
    }
    String reason =
        offender.failures + " failed log-ins as " + offender.users.size() + " different users";
    return new Consequence(blockedUntil, sourceUntil, ban(source, offender, reason, now));
  }

  /** The address has shown itself to be a scanner. */
  Ban scanned(InetAddress source, String mark, Instant now) {
    Offender offender = offender(source);
    return ban(source, offender, "scanner " + mark, now);
  }

  /** The right password: what failed before was a slip. */
  void succeeded(InetAddress source, String user) {
    Offender offender = offenders.get(source);
    if (offender != null && offender.users.remove(user) != null) {
      if (offender.users.isEmpty() && offender.bans == 0) {
        forgive(source);
      }
    }
  }

  /** A ban of before a restart: the next one is to be longer. */
  void remember(Ban ban) {
    Offender offender = offender(ban.source());
    offender.bans = Math.max(offender.bans, ban.nth());
    offender.forgiven = ban.until().plus(properties.maxBanTime());
  }

  /** As if it had never done anything. */
  void forgive(InetAddress source) {
    offenders.remove(source);
    known.remove(source);
  }

  /** True when anything is remembered of the address; from any thread. */
  boolean knows(InetAddress source) {
    return known.contains(source);
  }

  int addresses() {
    return offenders.size();
  }

  private Offender offender(InetAddress source) {
    known.add(source);
    return offenders.computeIfAbsent(source, s -> new Offender());
  }

  private boolean guesses(Offender offender) {
    return offender.users.size() >= properties.usersOfAddress()
        || offender.failures >= properties.failuresOfAddress();
  }

  private Ban ban(InetAddress source, Offender offender, String reason, Instant now) {
    if (!now.isBefore(offender.forgiven)) {
      offender.bans = 0;
    }
    offender.bans++;
    Ban ban =
        new Ban(source, now, now.plus(properties.banTime(offender.bans)), offender.bans, reason);
    offender.forgiven = ban.until().plus(properties.maxBanTime());
    offender.windowEnds = Instant.MIN;
    return ban;
  }
}
