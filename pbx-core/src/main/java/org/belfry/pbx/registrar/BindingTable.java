package org.belfry.pbx.registrar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/** The bindings of one AOR. Immutable: a registration makes another table. */
public record BindingTable(Aor aor, List<Binding> bindings) {

  public BindingTable {
    bindings = List.copyOf(bindings);
  }

  public static BindingTable empty(Aor aor) {
    return new BindingTable(aor, List.of());
  }

  /** Bindings that count at this moment, best q first, newest first among equals. */
  public List<Binding> live(Instant now) {
    if (bindings.size() == 1) {
      return bindings.getFirst().expired(now) ? List.of() : bindings;
    }
    List<Binding> live = new ArrayList<>(bindings);
    live.removeIf(b -> b.expired(now));
    live.sort((a, b) ->
        a.q() != b.q()
            ? Integer.compare(b.q(), a.q())
            : b.registeredAt().compareTo(a.registeredAt()));
    return live;
  }

  /** When the next binding expires, or null when there is none. */
  public @Nullable Instant nextExpiry() {
    Instant next = null;
    for (Binding b : bindings) {
      if (next == null || b.expiresAt().isBefore(next)) {
        next = b.expiresAt();
      }
    }
    return next;
  }

  /** True when nothing but times and numbers is different: a refresh. */
  public boolean leadsAs(BindingTable other) {
    if (bindings.size() != other.bindings.size()) {
      return false;
    }
    for (int i = 0; i < bindings.size(); i++) {
      Binding mine = bindings.get(i);
      Binding its = other.bindings.get(i);
      if (!mine.contact().equals(its.contact())
          || !mine.hop().equals(its.hop())
          || !mine.path().equals(its.path())) {
        return false;
      }
    }
    return true;
  }

  BindingTable with(Binding binding) {
    if (bindings.isEmpty()) {
      return new BindingTable(aor, List.of(binding));
    }
    List<Binding> changed = new ArrayList<>(bindings);
    changed.removeIf(b -> b.key().equals(binding.key()));
    changed.add(binding);
    return new BindingTable(aor, changed);
  }

  BindingTable without(Binding binding) {
    if (bindings.size() == 1 && bindings.getFirst().equals(binding)) {
      return empty(aor);
    }
    List<Binding> changed = new ArrayList<>(bindings);
    changed.remove(binding);
    return new BindingTable(aor, changed);
  }
}
