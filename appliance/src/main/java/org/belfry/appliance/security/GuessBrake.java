package org.belfry.appliance.security;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing of passwords: after five wrong ones of a source for an account, that pair has
 * to wait, longer each time. Others, and the same person elsewhere, are not locked out.
 */
final class GuessBrake {
  private static final int FREE = 5;
  private static final int REMEMBERED = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private record Pair(String source, String account) {
    Pair {
      account = folded(account);
    }
  }

  private record Failures(int count, Instant until) {}

  private final Map<Pair, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * A name as it is counted: who writes it in many ways gets no more guesses. Accounts and users
   * are found by no name that is another one here.
   */
  static String folded(String name) {
    return name.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  static boolean same(String one, String other) {
    return folded(one).equals(folded(other));
  }

  synchronized boolean mustWait(String source, String account, Instant now) {
    Failures f = failures.get(new Pair(source, account));
    return f != null && now.isBefore(f.until());
  }

  /**
   * Counts an attempt as failed before it is judged, so that many at once are no way around.
   *
   * @return false when it has to wait
   */
  synchronized boolean begin(String source, String account, Instant now) {
    if (mustWait(source, account, now)) {
      return false;
    }
    failed(source, account, now);
    return true;
  }

  synchronized void failed(String source, String account, Instant now) {
    Pair pair = new Pair(source, account);
    @Nullable Failures before = failures.get(pair);
    int count = before == null ? 1 : before.count() + 1;
    Duration wait =
        count < FREE ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(10, count - FREE + 1));
    failures.put(pair, new Failures(count, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
  }

  synchronized void succeeded(String source, String account) {
    failures.remove(new Pair(source, account));
  }
}
