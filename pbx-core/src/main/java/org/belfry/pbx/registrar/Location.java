package org.belfry.pbx.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.sip.Aor;

/**
 * The location service (RFC 3261 §10.1): the current table of every AOR that has bindings. An AOR's
 * table is written by the one lane that owns the AOR and read by all.
 */
public final class Location {
  private final Map<Aor, BindingTable> tables = new ConcurrentHashMap<>();

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
    if (table.bindings().isEmpty()) {
      tables.remove(table.aor());
    } else {
      tables.put(table.aor(), table);
    }
  }

  /** A copy of everything, for people to look at. */
  public Map<Aor, BindingTable> all() {
    return Map.copyOf(tables);
  }
}
