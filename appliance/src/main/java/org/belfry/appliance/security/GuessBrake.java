package org.belfry.appliance.security;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.belfry.pbx.sip.SourceAddress;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing of passwords. After five wrong ones of a source for an account, that pair has
 * to wait, longer each time. A source that tries many accounts, and an account that many sources
 * try, have a rate besides; pairs that have signed in before are not held up by it, so nobody locks
 * out an office or a person. An IPv6 source is its /64.
 *
 * <p>An attempt counts before it is judged, so that many at once are no way around.
 */
final class GuessBrake {
  private static final int FREE = 5;
  private static final int REMEMBERED = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** Attempts of a source that has not signed in as the account: at once, and one more each. */
  static final int OF_A_SOURCE = 50;

  private static final Duration SOURCE_INTERVAL = Duration.ofSeconds(12);

  /**
   * Attempts at an account by sources that have not signed in as it: at once, and one more each.
   */
  static final int OF_AN_ACCOUNT = 50;

  private static final Duration ACCOUNT_INTERVAL = Duration.ofSeconds(30);

  private record Pair(String source, String account) {
    Pair {
      source = network(source);
      account = folded(account);
    }
  }

  private record Failures(int count, Instant until) {}

  private final Predicate<InetAddress> spared;
  private final Map<Pair, Failures> failures = remembered();
  private final Map<Pair, Boolean> good = remembered();
  private final Buckets sources = new Buckets(SOURCE_INTERVAL, OF_A_SOURCE);
  private final Buckets accounts = new Buckets(ACCOUNT_INTERVAL, OF_AN_ACCOUNT);

  GuessBrake() {
    this(source -> false);
  }

  /**
   * @param spared sources, as those on the allow-list, that only wait for single accounts
   */
  GuessBrake(Predicate<InetAddress> spared) {
    this.spared = spared;
  }

  private static <K, V> Map<K, V> remembered() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /**
   * A name as it is counted: who writes it in many ways gets no more guesses. Accounts and users
   * are found by no name that is another one here.
   */
  static String folded(String name) {
    String text = name.strip();
    return (text.length() > 100 ? text.substring(0, 100) : text)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  static boolean same(String one, String other) {
    return folded(one).equals(folded(other));
  }

  /** The address as it is counted: of IPv6 the /64. */
  static String network(String source) {
    try {
      return SourceAddress.of(InetAddress.ofLiteral(source)).getHostAddress();
    } catch (IllegalArgumentException e) {
      return source;
    }
  }

  synchronized boolean mustWait(String source, String account, Instant now) {
    Failures f = failures.get(new Pair(source, account));
    return f != null && now.isBefore(f.until());
  }

  /** Until when this source has to wait for this account; null for not at all. */
  synchronized @Nullable Instant waitsUntil(String source, String account, Instant now) {
    Failures f = failures.get(new Pair(source, account));
    return f != null && now.isBefore(f.until()) ? f.until() : null;
  }

  /**
   * Forgets what has failed from a source.
   *
   * @return false when it did not have to wait
   */
  synchronized boolean release(String source, Instant now) {
    String its = network(source);
    boolean waited =
        failures.entrySet().stream()
            .anyMatch(each ->
                each.getKey().source().equals(its) && now.isBefore(each.getValue().until()));
    failures.keySet().removeIf(pair -> pair.source().equals(its));
    return waited;
  }

  /** True when this source has signed in as this account since the start. */
  synchronized boolean knows(String source, String account) {
    return good.containsKey(new Pair(source, account));
  }

  /**
   * Counts an attempt as failed before it is judged.
   *
   * @param source an address, or empty to count by the account alone
   * @return false when it has to wait
   */
  synchronized boolean begin(String source, String account, Instant now) {
    if (mustWait(source, account, now)) {
      return false;
    }
    Pair pair = new Pair(source, account);
    if (limited(source, pair)) {
      if (!sources.take(pair.source(), now)) {
        return false;
      }
      if (!accounts.take(pair.account(), now)) {
        sources.giveBack(pair.source());
        return false;
      }
    }
    count(pair, now);
    return true;
  }

  /** The attempt that was begun was right. */
  synchronized void succeeded(String source, String account) {
    Pair pair = new Pair(source, account);
    failures.remove(pair);
    if (limited(source, pair)) {
      giveBack(pair);
    }
    good.put(pair, true);
  }

  /** The attempt that was begun was not judged after all. */
  synchronized void undone(String source, String account) {
    Pair pair = new Pair(source, account);
    failures.computeIfPresent(
        pair, (p, f) -> f.count() <= 1 ? null : new Failures(f.count() - 1, f.until()));
    if (limited(source, pair)) {
      giveBack(pair);
    }
  }

  private boolean limited(String source, Pair pair) {
    if (source.isEmpty() || good.containsKey(pair)) {
      return false;
    }
    try {
      return !spared.test(InetAddress.ofLiteral(source));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private void giveBack(Pair pair) {
    sources.giveBack(pair.source());
    accounts.giveBack(pair.account());
  }

  private void count(Pair pair, Instant now) {
    @Nullable Failures before = failures.get(pair);
    int count = before == null ? 1 : before.count() + 1;
    Duration wait =
        count < FREE ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(10, count - FREE + 1));
    failures.put(pair, new Failures(count, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
  }
}
