package org.belfry.appliance.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.SourceAddress;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Log-ins that failed, counted by door, address and name. So many are remembered, those that failed
 * last; so many names of each address, that one who tries many does not push the others out.
 */
@Component
public final class FailedLogIns {
  static final int REMEMBERED = 2000;
  static final int NAMES = 50;
  static final Duration KEPT = Duration.ofDays(7);
  private static final int NAME_MAX = 64;

  private final InstantSource clock;
  private final Map<Key, Count> counts = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Place, Integer> names = new HashMap<>();

  private record Place(Door door, String address) {}

  private record Key(Place place, String name) {}

  private record Count(long count, Instant first, Instant last) {}

  /** One line of the list. */
  public record FailedLogIn(
      Door door, String address, String name, long count, Instant first, Instant last) {}

  @Autowired
  FailedLogIns() {
    this(InstantSource.system());
  }

  /** With another clock. */
  public FailedLogIns(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Counts one; returns at once.
   *
   * @param source an IP address, as text
   * @param name that was claimed; empty for none
   */
  public void tell(Door door, String source, String name) {
    Instant now = clock.instant();
    Place place = new Place(door, network(source));
    synchronized (this) {
      Key key = new Key(place, clean(name));
      if (!counts.containsKey(key) && names.getOrDefault(place, 0) >= NAMES) {
        key = new Key(place, "");
      }
      Count before = counts.get(key);
      if (before == null) {
        names.merge(place, 1, Integer::sum);
        counts.put(key, new Count(1, now, now));
        forget(now);
      } else if (now.isAfter(before.last().plus(KEPT))) {
        counts.put(key, new Count(1, now, now));
      } else {
        counts.put(key, new Count(before.count() + 1, before.first(), now));
      }
    }
  }

  private void forget(Instant now) {
    var oldest = counts.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Key, Count> each = oldest.next();
      if (counts.size() <= REMEMBERED && !now.isAfter(each.getValue().last().plus(KEPT))) {
        return;
      }
      names.computeIfPresent(each.getKey().place(), (place, n) -> n == 1 ? null : n - 1);
      oldest.remove();
    }
  }

  /** Those that failed last come first. */
  public synchronized List<FailedLogIn> newest(int most) {
    forget(clock.instant());
    List<FailedLogIn> all = new ArrayList<>();
    counts.forEach((key, count) ->
        all.add(
            new FailedLogIn(
                key.place().door(),
                key.place().address(),
                key.name(),
                count.count(),
                count.first(),
                count.last())));
    List<FailedLogIn> newest = all.reversed();
    return List.copyOf(newest.subList(0, Math.min(most, newest.size())));
  }

  /** The address as it is counted: of IPv6 the /64. */
  private static String network(String source) {
    try {
      return AddressText.of(SourceAddress.of(InetAddress.ofLiteral(source)));
    } catch (IllegalArgumentException e) {
      return clean(source);
    }
  }

  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.strip()
        .chars()
        .limit(NAME_MAX)
        .forEach(c -> out.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
