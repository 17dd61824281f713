package org.belfry.pbx.app.trunk;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.belfry.pbx.app.trunk.TrunkStatus.Word;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.inbound.TrunkServers;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How all trunks stand. Written by the lanes that own them, read by anybody. */
public final class TrunkStates implements TrunkServers {
  private static final Logger LOG = LoggerFactory.getLogger(TrunkStates.class);

  private final Map<String, TrunkStatus> byName = new ConcurrentHashMap<>();
  private final Map<String, Set<InetAddress>> located = new ConcurrentHashMap<>();
  private final Map<String, Hop> lastServers = new ConcurrentHashMap<>();
  private final LongAdder cameUp = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** How the trunk stands, or null when there is none of this name that is switched on. */
  public @Nullable TrunkStatus of(String trunk) {
    return byName.get(trunk);
  }

  @Override
  public @Nullable Hop server(String trunk) {
    TrunkStatus status = byName.get(trunk);
    return status == null ? null : status.server();
  }

  /** Where the servers of a trunk were found (RFC 3263). */
  public void located(String trunk, List<Hop> servers) {
    if (!servers.isEmpty()) {
      lastServers.putIfAbsent(trunk, servers.getFirst());
    }
    located.put(
        trunk,
        servers.stream()
            .map(hop -> hop.remote().getAddress())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * The server that was in use last, else one that was found, even if it does not answer now; null
   * when none was ever found.
   */
  public @Nullable Hop lastServer(String trunk) {
    return lastServers.get(trunk);
  }

  @Override
  public boolean isServer(String trunk, InetAddress address) {
    return located.getOrDefault(trunk, Set.of()).contains(address);
  }

  /** True when calls can be sent by it. */
  public boolean usable(String trunk, Instant now) {
    TrunkStatus status = byName.get(trunk);
    return status != null && status.usable(now);
  }

  /** All of them, by name. */
  public List<TrunkStatus> all() {
    return byName.values().stream().sorted(Comparator.comparing(TrunkStatus::trunk)).toList();
  }

  /** True when one of them uses the server that this connection leads to. */
  public boolean uses(Hop connection) {
    for (TrunkStatus status : byName.values()) {
      Hop server = status.server();
      if (server != null && sameWay(server, connection)) {
        return true;
      }
    }
    return false;
  }

  /** True when both lead to the same end over the same transport. */
  public static boolean sameWay(Hop a, Hop b) {
    return a.transport() == b.transport() && a.remote().equals(b.remote());
  }

  /** What can be counted. */
  public Map<String, Long> counters() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("cameUp", cameUp.sum());
    counts.put("failed", failed.sum());
    counts.put("refused", refused.sum());
    return counts;
  }

  /** Trunks in this state. */
  public long count(Word word) {
    return byName.values().stream().filter(s -> s.word() == word).count();
  }

  /**
   * A trunk's machine has made a step.
   *
   * @return true when somebody who looks on should look again
   */
  public boolean moved(Trunk trunk, String contactUser, TrunkState state, Instant now) {
    TrunkStatus before = byName.get(trunk.name());
    TrunkStatus after = TrunkStatus.of(trunk, contactUser, state, before, now);
    if (after == null) {
      LOG.info("trunk={} state={}→OFF", trunk.name(), wordOf(before));
      located.remove(trunk.name());
      lastServers.remove(trunk.name());
      return byName.remove(trunk.name()) != null;
    }
    byName.put(trunk.name(), after);
    Hop inUse = after.server();
    if (inUse != null) {
      lastServers.put(trunk.name(), inUse);
    }
    if (before == null || before.word() != after.word()) {
      note(before, after);
    }
    return !after.equals(before);
  }

  private void note(@Nullable TrunkStatus before, TrunkStatus after) {
    switch (after.word()) {
      case REGISTERED, UP -> cameUp.increment();
      case FAILED -> failed.increment();
      case REFUSED -> refused.increment();
      case TRYING, STOPPING -> {}
    }
    Hop server = after.server();
    TrunkState.Problem problem = after.problem();
    LOG.info(
        "trunk={} state={}→{} server={} cause={}",
        after.trunk(),
        wordOf(before),
        after.word(),
        server == null ? "-" : server.shown(),
        problem == null ? "-" : problem.sentence());
  }

  private static String wordOf(@Nullable TrunkStatus status) {
    return status == null ? "OFF" : status.word().name();
  }
}
