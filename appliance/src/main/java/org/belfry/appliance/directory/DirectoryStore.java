package org.belfry.appliance.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.belfry.appliance.system.Groundwork;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The directory in the database and the snapshot made of it. Commands run one after the other; when
 * one is committed the next snapshot is made and announced, before the command returns.
 */
@Component
public class DirectoryStore {
  private final UserTable users;
  private final PeerTable peers;
  private final PeerNames names;
  private final SiteIdentity site;
  private final PasswordVault vault;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Long, Known> known = new HashMap<>();
  private long version;
  private Map<Long, String> peersByName = Map.of();
  private volatile Directory current;

  /**
   * A user as last seen in the database: HA1s are only computed again when something of theirs
   * changed.
   */
  private record Known(UserTable.Row row, User user) {}

  private record Changed<T>(T result, Directory next) {}

  DirectoryStore(
      UserTable users,
      PeerTable peers,
      PeerNames names,
      SiteIdentity site,
      Groundwork groundwork,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.users = users;
    this.peers = peers;
    this.names = names;
    this.site = site;
    this.vault = new PasswordVault(groundwork.data().secret("secret.key"));
    this.transaction = transaction;
    this.events = events;
    this.current = build();
    names.onMoved(this::peersMoved);
  }

  public Directory current() {
    return current;
  }

  PasswordVault vault() {
    return vault;
  }

  /**
   * Runs a command in a transaction of its own and publishes what it made. The next snapshot is
   * made inside the transaction, so a command that cannot be published is not committed either.
   */
  <T> T change(Supplier<T> command) {
    oneAtATime.lock();
    try {
      Changed<T> changed = transaction.execute(status -> new Changed<>(command.get(), build()));
      Directory next = Objects.requireNonNull(changed).next();
      current = next;
      events.publishEvent(new DirectoryChanged(next));
      return changed.result();
    } finally {
      oneAtATime.unlock();
    }
  }

  private Directory build() {
    List<User> all = new ArrayList<>();
    Map<Long, Known> next = new HashMap<>();
    for (UserTable.Row row : users.all()) {
      Known before = known.get(row.id());
      Known now = before != null && before.row().sameAs(row) ? before : new Known(row, user(row));
      next.put(row.id(), now);
      all.add(now.user());
    }
    known.clear();
    known.putAll(next);
    List<Peer> neighbours = neighbours(peers.all());
    return Directory.of(++version, site.domain(), site.localDomains(), all, neighbours);
  }

  private List<Peer> neighbours(List<PeerView> views) {
    Map<Long, String> byName = new HashMap<>();
    for (PeerView view : views) {
      String name = view.address() == null ? null : PeerAddress.from(view.address()).name();
      if (name != null) {
        byName.put(view.id(), name);
      }
    }
    peersByName = Map.copyOf(byName);
    names.watch(Set.copyOf(byName.values()));
    return views.stream().map(view -> PeerAddress.peer(view, names::addresses)).toList();
  }

  /** The same directory with the peers where they are now. */
  private void peersMoved() {
    oneAtATime.lock();
    try {
      Directory before = current;
      List<Peer> moved =
          before.peers().stream()
              .map(peer -> {
                String name = peersByName.get(peer.id());
                return name == null ? peer : peer.at(names.addresses(name));
              })
              .toList();
      if (moved.equals(before.peers())) {
        return;
      }
      current =
          new Directory(++version, before.domain(), before.localDomains(), before.users(), moved);
      events.publishEvent(new DirectoryChanged(current));
    } finally {
      oneAtATime.unlock();
    }
  }

  private User user(UserTable.Row row) {
    String password = vault.open(row.sealedPassword());
    return new User(
        row.id(),
        row.extension(),
        row.name(),
        row.email(),
        SipPasswords.ha1("MD5", row.extension(), site.realm(), password),
        SipPasswords.ha1("SHA-256", row.extension(), site.realm(), password),
        row.encryption());
  }
}
