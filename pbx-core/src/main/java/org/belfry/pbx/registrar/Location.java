package org.belfry.pbx.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.sip.Aor;

/**
 * The location service (RFC 3261 §10.1): the current table of every AOR that has bindings. An AOR's
 * table is written by the one lane that owns the AOR and read by all.
 */
public final class Location {
  private final Map<Aor, BindingTable> tables = new ConcurrentHashMap<>();
  private final Map<Long, Set<Aor>> onConnection = new ConcurrentHashMap<>();

  public BindingTable table(Aor aor) {
    BindingTable table = tables.get(aor);
    return table == null ? BindingTable.empty(aor) : table;
  }

  /** Bindings to call now, best first. */
  public List<Binding> live(Aor aor, Instant now) {
    BindingTable table = tables.get(aor);
    return table == null ? List.of() : table.live(now);
  }

  /** Only on the lane that owns the AOR, or before the lanes run. */
  public void put(BindingTable table) {
    BindingTable before =
        table.bindings().isEmpty() ? tables.remove(table.aor()) : tables.put(table.aor(), table);
    if (before != null) {
      for (Binding b : before.bindings()) {
        forget(b.hop().connection(), table);
      }
    }
    for (Binding b : table.bindings()) {
      if (b.hop().connection() != 0) {
        onConnection
            .computeIfAbsent(b.hop().connection(), c -> ConcurrentHashMap.newKeySet(1))
            .add(table.aor());
      }
    }
  }

  /** The AORs that are reached over this connection. */
  public Set<Aor> onConnection(long connection) {
    return Set.copyOf(onConnection.getOrDefault(connection, Set.of()));
  }

  private void forget(long connection, BindingTable now) {
    if (connection == 0) {
      return;
    }
    for (Binding b : now.bindings()) {
      if (b.hop().connection() == connection) {
        return;
      }
    }
    onConnection.computeIfPresent(
        connection,
        (c, aors) -> {
          aors.remove(now.aor());
          return aors.isEmpty() ? null : aors;
        });
  }

  /** A copy of everything, for people to look at. */
  public Map<Aor, BindingTable> all() {
    return Map.copyOf(tables);
  }
}
