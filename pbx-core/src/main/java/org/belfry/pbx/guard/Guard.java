package org.belfry.pbx.guard;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.SourceAddress;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in. One for all lanes and transports, from any thread: what every message asks is a
 * look into a hash table that is nearly always empty; only wrong passwords and scanners take the
 * lock around {@link Offences}.
 *
 * <p>Addresses are those of messages; they are taken as {@link SourceAddress} says.
 */
public final class Guard {
  private static final int BANS = 10_000;
  private static final int BLOCKED_PAIRS = 10_000;
  private static final int SOURCES = 100_000;
  private static final int USER_LENGTH = 64;

  /** Requests within one dialog: a key held down is ten a second. */
  private static final Rate DIALOG = new Rate(20, 200);

  /** Calls at once of one user: one that has more takes ports and programs from all others. */
  private static final int CALLS = 100;

  private record Pair(InetAddress source, String user) {}

  /**
   * Whose rate it is. Apart by transport: whoever writes another's address into datagrams takes
   * nothing from the connections of that address.
   */
  private record Sender(InetAddress source, boolean connected) {}

  private final GuardProperties properties;
  private final GuardLog log;
  private final Map<InetAddress, Ban> bans = new ConcurrentHashMap<>();
  private final Map<Pair, Instant> blocked = new ConcurrentHashMap<>();
  private final Map<InetAddress, Instant> blockedSources = new ConcurrentHashMap<>();
  private final Buckets<Sender> sources = new Buckets<>(SOURCES);
  private final Buckets<String> users = new Buckets<>(SOURCES);
  private final Buckets<String> dialogs = new Buckets<>(SOURCES);
  private final Offences offences;
  private final Object offencesLock = new Object();
  private final LongAdder banned = new LongAdder();
  private final LongAdder pairsBlocked = new LongAdder();
  private final LongAdder scanners = new LongAdder();
  private final LongAdder limited = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private volatile List<IpNetwork> allow;
  private volatile Instant nextClearing = Instant.MIN;

  public Guard(GuardProperties properties, GuardLog log) {
    this.properties = properties;
    this.log = log;
    this.allow = properties.allow();
    this.offences = new Offences(properties);
  }

  /** What a request that belongs to no dialog is met with. */
  public enum Welcome {
    COME_IN,
    /** Not even an answer. */
    SILENCE,
    /** Too many of them: 503 with Retry-After. */
    LATER
  }

  /** What is known of an address without asking it anything. */
  public enum Standing {
    /** A phone is registered there, or it is a peer's or a trunk's. */
    KNOWN,
    STRANGER
  }

  /**
   * Whether anything from this address is read. Asked for every message, before it is parsed.
   *
   * @param clock asked only when there is a ban
   */
  public boolean admits(InetAddress address, InstantSource clock) {
    if (bans.isEmpty()) {
      return true;
    }
    InetAddress source = SourceAddress.of(address);
    Ban ban = bans.get(source);
    if (ban == null || isAllowed(address)) {
      return true;
    }
    if (ban.over(clock.instant())) {
      ended(ban);
      return true;
    }
    dropped.increment();
    return false;
  }

  /** Asked for a request that belongs to no dialog, before anything is spent on it. */
  public Welcome welcome(SipRequest request, Hop from, Standing standing, Instant now) {
    if (!properties.enabled()) {
      return Welcome.COME_IN;
    }
    InetAddress address = from.remote().getAddress();
    boolean connected = from.transport().reliable();
    boolean known = standing == Standing.KNOWN;
    if (!known && isAllowed(address)) {
      return Welcome.COME_IN;
    }
    InetAddress source = SourceAddress.of(address);
    if (!known) {
      String mark = Scanners.mark(request);
      if (mark != null) {
        scanned(source, mark, connected, now);
        return Welcome.SILENCE;
      }
    }
    Rate rate = known ? properties.known() : properties.strangers();
    if (sources.take(new Sender(source, connected), rate, micros(now))) {
      return Welcome.COME_IN;
    }
    if (known && isAllowed(address)) {
      return Welcome.COME_IN;
    }
    limited.increment();
    return known ? Welcome.LATER : Welcome.SILENCE;
  }

  /** Asked for a request of an authenticated user that belongs to no dialog. */
  public boolean mayAsk(String user, InetAddress address, Instant now) {
    if (!properties.enabled()
        || users.take(user, properties.user(), micros(now))
        || isAllowed(address)) {
      return true;
    }
    limited.increment();
    return false;
  }

  /**
   * Asked when an authenticated user begins a call.
   *
   * @param calls that the user is in
   */
  public boolean mayCall(int calls, InetAddress address) {
    if (!properties.enabled() || calls < CALLS || isAllowed(address)) {
      return true;
    }
    limited.increment();
    return false;
  }

  /**
   * Asked for a request of a dialog that lives.
   *
   * @return false when there are too many of them: then they are of anybody
   */
  public boolean mayGoOn(String callId, InetAddress address, Instant now) {
    return !properties.enabled() || dialogs.take(callId, DIALOG, micros(now)) || isAllowed(address);
  }

  /** True when this user's credentials are refused from there, even if they are right. */
  public boolean blocks(InetAddress address, String user, Instant now) {
    if (blocked.isEmpty() && blockedSources.isEmpty()) {
      return false;
    }
    InetAddress source = SourceAddress.of(address);
    return blocks(blockedSources, source, now)
        || blocks(blocked, new Pair(source, folded(user)), now);
  }

  /**
   * Until when credentials of this user are refused from there, by a ban of the address or a block;
   * null when they are heard.
   */
  public @Nullable Instant blockedUntil(InetAddress address, String user, Instant now) {
    InetAddress source = SourceAddress.of(address);
    Ban ban = bans.get(source);
    Instant latest = ban == null || isAllowed(address) ? null : ban.until();
    Instant all = blockedSources.get(source);
    Instant pair = blocked.get(new Pair(source, folded(user)));
    for (Instant each : new Instant[] {all, pair}) {
      latest = each == null || (latest != null && latest.isAfter(each)) ? latest : each;
    }
    return latest != null && now.isBefore(latest) ? latest : null;
  }

  private static <K> boolean blocks(Map<K, Instant> ends, K key, Instant now) {
    Instant until = ends.get(key);
    if (until == null) {
      return false;
    }
    if (now.isBefore(until)) {
      return true;
    }
    ends.remove(key, until);
    return false;
  }

  /**
   * Wrong credentials were given in answer to a challenge of ours.
   *
   * @param user the name that was claimed, whether there is such a user or not
   */
  public void failed(InetAddress address, String user, Standing standing, Instant now) {
    if (!properties.enabled()) {
      return;
    }
    InetAddress source = SourceAddress.of(address);
    String claimed = folded(user);
    boolean sheltered = standing == Standing.KNOWN || isAllowed(address);
    Offences.Consequence consequence;
    synchronized (offencesLock) {
      consequence = offences.failed(source, claimed, sheltered, now);
    }
    Instant until = consequence.pairBlockedUntil();
    if (until != null) {
      block(new Pair(source, claimed), until, now);
    }
    Instant all = consequence.sourceBlockedUntil();
    if (all != null) {
      block(source, all, now);
    }
    Ban ban = consequence.ban();
    if (ban != null && hasRoom(BANS, now)) {
      enter(ban);
    }
  }

  /** The right password was given. */
  public void succeeded(InetAddress address, String user) {
    InetAddress source = SourceAddress.of(address);
    if (!offences.knows(source)) {
      return;
    }
    synchronized (offencesLock) {
      offences.succeeded(source, folded(user));
    }
  }

  /** Bans that are not over, the longest first. */
  public List<Ban> bans(Instant now) {
    for (Ban ban : bans.values()) {
      if (ban.over(now)) {
        ended(ban);
      }
    }
    return bans.values().stream().sorted(Comparator.comparing(Ban::until).reversed()).toList();
  }

  /** Bans of before a restart; those that are over are left out. */
  public void restore(List<Ban> stored, Instant now) {
    for (Ban ban : stored) {
      if (properties.enabled() && !ban.over(now) && !isAllowed(ban.source())) {
        bans.put(ban.source(), ban);
        synchronized (offencesLock) {
          offences.remember(ban);
        }
      }
    }
  }

  /**
   * Lifts the ban of an address and its blocked pairs, and forgets what it has done.
   *
   * @return false when there was nothing to lift
   */
  public boolean unban(InetAddress address) {
    InetAddress source = SourceAddress.of(address);
    synchronized (offencesLock) {
      offences.forgive(source);
    }
    boolean unblocked = blocked.keySet().removeIf(pair -> pair.source().equals(source));
    unblocked |= blockedSources.remove(source) != null;
    boolean unbanned = bans.remove(source) != null;
    if (unbanned || unblocked) {
      log.on(new GuardEvent.Unbanned(source, true));
    }
    return unbanned || unblocked;
  }

  /** Networks that are never banned and whose rate is not limited. */
  public List<IpNetwork> allowed() {
    return allow;
  }

  /** Sets {@link #allowed}; bans of addresses in them are lifted. */
  public void allow(List<IpNetwork> networks) {
    allow = List.copyOf(networks);
    for (InetAddress source : bans.keySet()) {
      if (isAllowed(source)) {
        unban(source);
      }
    }
  }

  /** What has been counted since the start. */
  public Map<String, Long> counters() {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("sip.guard.addresses_banned", banned.sum());
    all.put("sip.guard.pairs_blocked", pairsBlocked.sum());
    all.put("sip.guard.scanners", scanners.sum());
    all.put("sip.guard.rate_limited", limited.sum());
    all.put("sip.guard.dropped_unread", dropped.sum());
    return all;
  }

  /**
   * @param connected false for a datagram: one with a false address must not ban its owner
   */
  private void scanned(InetAddress source, String mark, boolean connected, Instant now) {
    scanners.increment();
    if (!connected) {
      return;
    }
    // Already banned: it was under way when the ban began. Many: there must be room for those who
    // guess.
    if (bans.containsKey(source) || !hasRoom(BANS / 2, now)) {
      return;
    }
    Ban ban;
    synchronized (offencesLock) {
      ban = offences.scanned(source, mark, now);
    }
    enter(ban);
  }

  private boolean hasRoom(int most, Instant now) {
    if (bans.size() < most) {
      return true;
    }
    if (now.isBefore(nextClearing)) {
      return false;
    }
    nextClearing = now.plusSeconds(1);
    return bans(now).size() < most; // without those that are over
  }

  private void enter(Ban ban) {
    bans.put(ban.source(), ban);
    banned.increment();
    log.on(new GuardEvent.AddressBanned(ban));
  }

  private void ended(Ban ban) {
    if (bans.remove(ban.source(), ban)) {
      log.on(new GuardEvent.Unbanned(ban.source(), false));
    }
  }

  private void block(Pair pair, Instant until, Instant now) {
    if (!roomFor(blocked, now)) {
      block(pair.source(), until, now); // nobody makes room to guess by filling the table
      return;
    }
    blocked.put(pair, until);
    pairsBlocked.increment();
    log.on(new GuardEvent.PairBlocked(pair.source(), pair.user(), until));
  }

  /** All users of an address but for phones that are registered there. */
  private void block(InetAddress source, Instant until, Instant now) {
    if (roomFor(blockedSources, now)) {
      blockedSources.put(source, until);
      log.on(new GuardEvent.SourceBlocked(source, until));
    }
  }

  private static boolean roomFor(Map<?, Instant> ends, Instant now) {
    if (ends.size() >= BLOCKED_PAIRS) {
      ends.values().removeIf(end -> !now.isBefore(end));
    }
    return ends.size() < BLOCKED_PAIRS;
  }

  private boolean isAllowed(@Nullable InetAddress address) {
    for (IpNetwork network : allow) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static String folded(String user) {
    String text = user.length() > USER_LENGTH ? user.substring(0, USER_LENGTH) : user;
    return text.toLowerCase(Locale.ROOT);
  }

  private static long micros(Instant now) {
    return now.getEpochSecond() * Rate.MICROS + now.getNano() / 1000;
  }
}
