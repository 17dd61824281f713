package org.belfry.pbx.registrar;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.SourceAddress;
import org.belfry.pbx.sip.message.Grammar;

/**
 * The location service (RFC 3261 §10.1): the current table of every AOR that has bindings. An AOR's
 * table is written by the one lane that owns the AOR and read by all.
 */
public final class Location {
  private final Map<Aor, BindingTable> tables = new ConcurrentHashMap<>();
  private final Map<Long, Set<Aor>> onConnection = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> atSource = new ConcurrentHashMap<>();
  private final Map<String, Set<Aor>> byContact = new ConcurrentHashMap<>();

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
    countSources(before == null ? List.of() : before.bindings(), table.bindings());
    noteContacts(before == null ? List.of() : before.bindings(), table);
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

  /**
   * True when a phone has registered from there and is registered still.
   *
   * @param source as {@link SourceAddress} gives it
   */
  public boolean holdsPhoneAt(InetAddress source) {
    return atSource.containsKey(source);
  }

  /** The AORs that have a Contact with this user, host and port. */
  public Set<Aor> withContact(SipUri contact) {
    return Set.copyOf(byContact.getOrDefault(ContactUri.place(contact), Set.of()));
  }

  private void noteContacts(List<Binding> before, BindingTable table) {
    if (before.size() == 1
        && table.bindings().size() == 1
        && before.getFirst().contact().equals(table.bindings().getFirst().contact())) {
      return; // the usual refresh
    }
    Set<String> now = new HashSet<>();
    for (Binding b : table.bindings()) {
      String place = ContactUri.place(Grammar.uri(b.contact()));
      if (now.add(place)) {
        byContact.computeIfAbsent(place, p -> ConcurrentHashMap.newKeySet(1)).add(table.aor());
      }
    }
    for (Binding b : before) {
      String place = ContactUri.place(Grammar.uri(b.contact()));
      if (!now.contains(place)) {
        byContact.computeIfPresent(
            place,
            (p, aors) -> {
              aors.remove(table.aor());
              return aors.isEmpty() ? null : aors;
            });
      }
    }
  }

  /** New ones first: an address that keeps its phone is never without. */
  private void countSources(List<Binding> before, List<Binding> now) {
    if (before.size() == 1
        && now.size() == 1
        && before
            .getFirst()
            .hop()
            .remote()
            .getAddress()
            .equals(now.getFirst().hop().remote().getAddress())) {
      return; // the usual refresh
    }
    for (Binding b : now) {
      atSource.merge(SourceAddress.of(b.hop().remote().getAddress()), 1, Integer::sum);
    }
    for (Binding b : before) {
      atSource.computeIfPresent(
          SourceAddress.of(b.hop().remote().getAddress()),
          (source, phones) -> phones == 1 ? null : phones - 1);
    }
  }

  /** True while a phone is registered over this connection. */
  public boolean isUsed(long connection) {
    return onConnection.containsKey(connection);
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
