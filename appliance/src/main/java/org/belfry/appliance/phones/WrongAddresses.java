package org.belfry.appliance.phones;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.belfry.pbx.sip.SourceAddress;
import org.jspecify.annotations.Nullable;

/** Who has asked for files below addresses that no phone has: so many of each go to the log. */
final class WrongAddresses {
  static final int LINES = 20;
  static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int REMEMBERED = 1000;

  private record Seen(Instant since, int count) {}

  private final Map<InetAddress, Seen> sources =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Seen> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Counts one; true for the first {@value #LINES} of a source within {@link #WINDOW}. */
  synchronized boolean isWorthALine(InetAddress source, Instant now) {
    InetAddress its = SourceAddress.of(source);
    @Nullable Seen before = sources.get(its);
    Seen seen =
        before == null || !now.isBefore(before.since().plus(WINDOW))
            ? new Seen(now, 1)
            : new Seen(before.since(), before.count() + 1);
    sources.put(its, seen);
    return seen.count() <= LINES;
  }
}
