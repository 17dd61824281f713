package org.belfry.pbx.fuse;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts outside calls and stops them when there are too many. One for all lanes, asked once for
 * each call that leaves: outside calls are rare, so one lock does. The time is an argument, and
 * what it decides follows from what it was told.
 *
 * <p>{@link #asked} lets a call leave or not, {@link #answered} and {@link #ended} say what became
 * of it, and {@link #tick} counts calls that go on. A fuse that has blown stays so until {@link
 * #release}.
 */
public final class FraudFuse {
  /** As finely as calls are counted: an hour is the last twelve of these. */
  public static final Duration SLOT = Duration.ofMinutes(5);

  /** Calls that go on are counted as often as this, at least. */
  public static final Duration TICK = Duration.ofSeconds(10);

  /** So long the site's counts are kept, by which {@link NormalHours} knows what is normal. */
  public static final Duration MEMORY = Duration.ofDays(7L * NormalHours.WEEKS + 1);

  private static final long SLOT_SECONDS = SLOT.toSeconds();
  private static final int HOUR = 12;
  private static final int DAY = 24 * HOUR;
  private static final long MINUTE = 60_000;
  private static final int HELD_MAX = 300;

  private final FuseLog log;
  private final Map<FuseKey, NavigableMap<Long, FuseTally>> tallies = new HashMap<>();
  private final Map<FuseKey, FuseEvent.Released> released = new HashMap<>();
  private final Map<FuseKey, BlownFuse> blown = new HashMap<>();
  private final Map<FuseKey, Integer> refused = new HashMap<>();
  private final Map<String, HeldCountry> held = new LinkedHashMap<>();
  private final Map<String, Instant> seen = new HashMap<>();
  private final Map<String, Live> live = new LinkedHashMap<>();
  private FuseSettings settings;
  private long cleared;

  /** A call that goes on. */
  private static final class Live {
    private final CountedCall call;
    private final List<FuseKey> keys;
    private final long price;
    private @Nullable Instant counted; // null until it is answered
    private Instant paidUntil = Instant.MIN;

    Live(CountedCall call, List<FuseKey> keys, long price) {
      this.call = call;
      this.keys = keys;
      this.price = price;
    }
  }

  /**
   * What was kept over a restart.
   *
   * @param counted not older than {@link #MEMORY}
   */
  public record Kept(
      List<FuseEvent.Counted> counted,
      List<FuseEvent.Released> released,
      List<BlownFuse> blown,
      List<HeldCountry> held,
      Map<String, Instant> seen) {}

  /**
   * How much of a fuse is used.
   *
   * @param blown how it blew, or null
   * @param refused calls refused since it blew
   */
  public record Used(
      FuseKey key,
      int atOnce,
      FuseTally hour,
      FuseTally day,
      @Nullable BlownFuse blown,
      int refused) {}

  public FraudFuse(FuseSettings settings, FuseLog log) {
    this.settings = settings;
    this.log = log;
  }

  /** Goes on from before a restart; once, before the first call. */
  public synchronized void restore(Kept kept) {
    for (FuseEvent.Counted each : kept.counted()) {
      slots(each.key()).put(each.slot(), each.tally());
    }
    kept.released().forEach(each -> released.put(each.key(), each));
    kept.blown().forEach(each -> blown.put(each.key(), each));
    kept.held().forEach(each -> held.put(each.country(), each));
    seen.putAll(kept.seen());
  }

  /** From now on. */
  public synchronized void set(FuseSettings next) {
    settings = next;
  }

  public synchronized FuseSettings settings() {
    return settings;
  }

  /** Whether this call may leave. It counts when it may. */
  public synchronized FuseVerdict asked(CountedCall call, Instant now) {
    FuseKind kind = FuseKind.of(call.kind());
    if (kind == null) {
      return FuseVerdict.Pass.PASS;
    }
    List<FuseKey> keys = keys(call, kind);
    if (settings.enabled()) {
      for (FuseKey key : keys) {
        BlownFuse fuse = blown.get(key);
        if (fuse != null) {
          refused.merge(key, 1, Integer::sum);
          return new FuseVerdict.Refuse(fuse);
        }
      }
      count(now);
      for (FuseKey key : keys) {
        Excess excess = excess(key, 1, now);
        if (excess != null) {
          refused.merge(key, 1, Integer::sum);
          return new FuseVerdict.Refuse(blow(key, excess, call, now));
        }
      }
      FuseVerdict first = firstTo(call, now);
      if (first != null) {
        return first;
      }
    }
    for (FuseKey key : keys) {
      add(key, new FuseTally(1, 0, 0, false), now);
    }
    live.put(call.id(), new Live(call, keys, settings.rates().perMinute(call.number())));
    return FuseVerdict.Pass.PASS;
  }

  /** A call that may leave has been answered: it costs from now on. */
  public synchronized void answered(String id, Instant now) {
    Live call = live.get(id);
    if (call == null || call.counted != null) {
      return;
    }
    call.counted = now;
    call.paidUntil = now;
    see(call.call.place(), now);
    count(call, now);
  }

  /** A call that may leave is over. Nothing for one that never could. */
  public synchronized void ended(String id, Instant now) {
    Live call = live.remove(id);
    if (call != null) {
      count(call, now);
    }
  }

  /** The same when nobody knows since when: it counts to when it was last counted. */
  public synchronized void ended(String id) {
    live.remove(id);
  }

  /**
   * Counts the calls that go on; to be called every {@link #TICK}.
   *
   * @return Call-IDs of those that must be ended now
   */
  public synchronized Set<String> tick(Instant now) {
    count(now);
    clear(now);
    Set<String> cut = new LinkedHashSet<>();
    if (!settings.enabled()) {
      return cut;
    }
    for (Live each : live.values()) {
      for (FuseKey key : each.keys) {
        if (!blown.containsKey(key)) {
          Excess excess = excess(key, 0, now);
          if (excess != null) {
            blow(key, excess, each.call, now);
          }
        }
      }
    }
    for (Live each : live.values()) {
      if (each.keys.stream().anyMatch(blown::containsKey)
          && settings.cut().contains(each.keys.getFirst().kind())) {
        cut.add(each.call.callId());
      }
    }
    return cut;
  }

  /**
   * Lets calls of a blown fuse leave again; it counts from zero. Calls that go on count on.
   *
   * @return what had blown, or null
   */
  public synchronized @Nullable BlownFuse release(FuseKey key, Instant now) {
    BlownFuse was = blown.remove(key);
    if (was == null) {
      return null;
    }
    count(now);
    refused.remove(key);
    long slot = slot(now);
    FuseEvent.Released event =
        new FuseEvent.Released(key, slot, slots(key).getOrDefault(slot, FuseTally.ZERO));
    released.put(key, event);
    log.on(event);
    return was;
  }

  /**
   * Lets calls to this country leave from now on.
   *
   * @return false when it was so already
   */
  public synchronized boolean allow(String country, Instant now) {
    return see(country, now);
  }

  /** Fuses that have blown, the last one first. */
  public synchronized List<Used> blown(Instant now) {
    return blown.values().stream()
        .sorted(Comparator.comparing(BlownFuse::at).reversed())
        .map(fuse -> used(fuse.key(), now))
        .toList();
  }

  /** Fuses that have counted something within the last 24 hours. */
  public synchronized List<Used> used(Instant now) {
    count(now);
    Set<FuseKey> keys = new HashSet<>(tallies.keySet());
    keys.addAll(blown.keySet());
    return keys.stream()
        .map(key -> used(key, now))
        .filter(used -> used.day.calls() > 0 || used.atOnce > 0 || used.blown != null)
        .toList();
  }

  /** Countries that wait for somebody to decide, the first one first. */
  public synchronized List<HeldCountry> held() {
    return List.copyOf(held.values());
  }

  /** Countries that may be called without asking. */
  public synchronized Set<String> seen() {
    return Set.copyOf(seen.keySet());
  }

  // ---- what is too much

  private record Excess(FuseMeasure measure, long limit) {}

  /**
   * @param more calls that are about to begin
   */
  private @Nullable Excess excess(FuseKey key, int more, Instant now) {
    FuseLimits limits = settings.limits(key);
    FuseTally hour = within(key, HOUR, now);
    FuseTally day = within(key, DAY, now);
    for (FuseMeasure measure : FuseMeasure.values()) {
      long limit = limits.of(measure);
      if (limit == 0) {
        continue;
      }
      // A call may begin while there are minutes left: nobody knows how long it will take.
      boolean over =
          switch (measure) {
            case AT_ONCE -> more > 0 && atOnce(key) + more > limit;
            case CALLS_PER_HOUR -> more > 0 && hour.calls() + more > limit;
            case CALLS_PER_DAY -> more > 0 && day.calls() + more > limit;
            case MINUTES_PER_HOUR -> hour.millis() >= limit * MINUTE;
            case MINUTES_PER_DAY -> day.millis() >= limit * MINUTE;
            case COST_PER_DAY -> day.cost() >= limit;
            case UNUSUAL_HOUR -> false;
          };
      if (over) {
        return new Excess(measure, limit);
      }
    }
    return more > 0 ? unusual(key, more, now) : null;
  }

  private @Nullable Excess unusual(FuseKey key, int more, Instant now) {
    NormalHours normal = settings.normal();
    ZonedDateTime local = now.atZone(settings.zone());
    if (key.scope() != FuseScope.SITE || !normal.enabled() || !normal.quiet(local)) {
      return null;
    }
    ZonedDateTime hour = local.truncatedTo(ChronoUnit.HOURS);
    int busiest = 0;
    for (int week = 1; week <= NormalHours.WEEKS; week++) {
      FuseTally then = raw(key, slot(hour.minusWeeks(week).toInstant()), HOUR);
      busiest = Math.max(busiest, then.blown() ? 0 : then.calls());
    }
    int limit = normal.limit(key.kind(), busiest);
    int slots = (int) (slot(now) - slot(hour.toInstant())) + 1;
    return within(key, slots, now).calls() + more > limit
        ? new Excess(FuseMeasure.UNUSUAL_HOUR, limit)
        : null;
  }

  private BlownFuse blow(FuseKey key, Excess excess, CountedCall call, Instant now) {
    BlownFuse fuse =
        new BlownFuse(key, excess.measure(), excess.limit(), now, call.number(), call.payer());
    blown.put(key, fuse);
    log.on(new FuseEvent.Blown(fuse));
    // What the site counts now is no example for later weeks.
    add(key, new FuseTally(0, 0, 0, true), now);
    add(new FuseKey(FuseScope.SITE, "", key.kind()), new FuseTally(0, 0, 0, true), now);
    return fuse;
  }

  private @Nullable FuseVerdict firstTo(CountedCall call, Instant now) {
    String country = call.place();
    if (settings.firstCalls() == FuseSettings.FirstCalls.PASS
        || call.home()
        || seen.containsKey(country)) {
      return null;
    }
    if (!held.containsKey(country) && held.size() < HELD_MAX) {
      HeldCountry its = new HeldCountry(country, now, call.payer(), call.number());
      held.put(country, its);
      log.on(new FuseEvent.Held(its));
    }
    return new FuseVerdict.Hold(
        country, settings.firstCalls() == FuseSettings.FirstCalls.ASK_CALLER);
  }

  private boolean see(String country, Instant now) {
    held.remove(country);
    if (seen.putIfAbsent(country, now) != null) {
      return false;
    }
    log.on(new FuseEvent.Seen(country, now));
    return true;
  }

  // ---- counting

  private static List<FuseKey> keys(CountedCall call, FuseKind kind) {
    List<FuseKey> keys = new ArrayList<>(3);
    if (call.payer() != null) {
      keys.add(new FuseKey(FuseScope.USER, call.payer(), kind));
    }
    keys.add(new FuseKey(call.toPeer() ? FuseScope.PEER : FuseScope.TRUNK, call.trunk(), kind));
    keys.add(new FuseKey(FuseScope.SITE, "", kind));
    return keys;
  }

  private void count(Instant now) {
    for (Live each : live.values()) {
      count(each, now);
    }
  }

  /** Minutes as they pass, money by each minute that begins. */
  private void count(Live call, Instant now) {
    Instant since = call.counted;
    if (since == null || now.isBefore(since)) {
      return;
    }
    long millis = Duration.between(since, now).toMillis();
    long cost = 0;
    while (call.price > 0 && !now.isBefore(call.paidUntil)) {
      cost += call.price;
      call.paidUntil = call.paidUntil.plusMillis(MINUTE);
    }
    call.counted = now;
    if (millis > 0 || cost > 0) {
      for (FuseKey key : call.keys) {
        add(key, new FuseTally(0, millis, cost, false), now);
      }
    }
  }

  private void add(FuseKey key, FuseTally more, Instant now) {
    long slot = slot(now);
    FuseTally sum = slots(key).merge(slot, more, FuseTally::plus);
    log.on(new FuseEvent.Counted(key, slot, sum));
  }

  private NavigableMap<Long, FuseTally> slots(FuseKey key) {
    return tallies.computeIfAbsent(key, its -> new TreeMap<>());
  }

  private int atOnce(FuseKey key) {
    int count = 0;
    for (Live each : live.values()) {
      count += each.keys.contains(key) ? 1 : 0;
    }
    return count;
  }

  /** What a fuse counts now, over its last slots, without what was before its release. */
  private FuseTally within(FuseKey key, int slots, Instant now) {
    long first = slot(now) - slots + 1;
    FuseEvent.Released since = released.get(key);
    if (since == null || since.slot() < first) {
      return raw(key, first, slots);
    }
    return raw(key, since.slot(), slots).minus(since.before());
  }

  private FuseTally raw(FuseKey key, long first, int slots) {
    FuseTally sum = FuseTally.ZERO;
    NavigableMap<Long, FuseTally> its = tallies.get(key);
    if (its != null) {
      for (FuseTally each : its.subMap(first, true, first + slots - 1, true).values()) {
        sum = sum.plus(each);
      }
    }
    return sum;
  }

  private Used used(FuseKey key, Instant now) {
    return new Used(
        key,
        atOnce(key),
        within(key, HOUR, now),
        within(key, DAY, now),
        blown.get(key),
        refused.getOrDefault(key, 0));
  }

  /** Forgets what counts no more. */
  private void clear(Instant now) {
    long slot = slot(now);
    if (slot == cleared) {
      return;
    }
    cleared = slot;
    long site = slot(now.minus(MEMORY));
    tallies.forEach(
        (key, its) -> its.headMap(key.scope() == FuseScope.SITE ? site : slot - DAY).clear());
    tallies.values().removeIf(Map::isEmpty);
    released.values().removeIf(each -> each.slot() < slot - DAY);
  }

  /**
   * Where a number belongs, as {@link #allow} knows it.
   *
   * @param country ISO 3166 code, or null when it belongs to none
   */
  public static String place(@Nullable String country) {
    return country == null ? CountedCall.NO_COUNTRY : country;
  }

  /** Which slot a moment is in. */
  public static long slot(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SLOT_SECONDS);
  }
}
