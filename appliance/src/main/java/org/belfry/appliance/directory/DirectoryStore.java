package org.belfry.appliance.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.directory.CallScript;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The directory in the database and the snapshot made of it. Commands run one after the other; when
 * one is committed the next snapshot is made and announced, before the command returns.
 */
@Component
public class DirectoryStore {
  private static final CallSettings WITH_MAILBOX = CallSettings.DEFAULT.withMailbox(true);

  private final UserTable users;
  private final PeerTable peers;
  private final DialPlanSource dialPlan;
  private final PeerNames names;
  private final SiteIdentity site;
  private final PasswordVault vault;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Long, Known> known = new LinkedHashMap<>();
  private long version;
  private Map<Long, String> peersByName = Map.of();
  private volatile Map<Long, UserTable.Row> rows = Map.of();
  private volatile Directory current;
  private volatile Set<Finding> findings;

  /**
   * A user as last seen in the database: HA1s are only computed again when something of theirs
   * changed.
   */
  private record Known(UserTable.Row row, User user) {}

  private record Changed<T>(T result, Directory next, Set<Finding> findings) {}

  DirectoryStore(
      UserTable users,
      PeerTable peers,
      DialPlanSource dialPlan,
      PeerNames names,
      SiteIdentity site,
      PasswordVault vault,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.users = users;
    this.peers = peers;
    this.dialPlan = dialPlan;
    this.names = names;
    this.site = site;
    this.vault = vault;
    this.transaction = transaction;
    this.events = events;
    this.current = build();
    this.rows = rows();
    this.findings = Set.copyOf(dialPlan.examine(current));
    names.onMoved(this::peersMoved);
  }

  public Directory current() {
    return current;
  }

  /** A user's SIP password, for a phone that is told it; null when there is no such user. */
  public @Nullable String sipPassword(long userId) {
    UserTable.Row row = rows.get(userId);
    return row == null ? null : vault.open(row.sealedPassword());
  }

  /** All users of the snapshot, shorter extensions first, then in the order of their digits. */
  Collection<UserTable.Row> users() {
    return rows.values();
  }

  /** The user of the snapshot with this id, or null. */
  UserTable.@Nullable Row user(long id) {
    return rows.get(id);
  }

  private Map<Long, UserTable.Row> rows() {
    Map<Long, UserTable.Row> inOrder = new LinkedHashMap<>();
    known.forEach((id, user) -> inOrder.put(id, user.row()));
    return Collections.unmodifiableMap(inOrder);
  }

  /** What does not fit together about this, in the current snapshot. */
  public List<FieldProblem> warnings(Owner owner) {
    return findings.stream()
        .filter(f -> f.owner().equals(owner))
        .map(f -> new FieldProblem(f.field(), f.message()))
        .sorted(Comparator.comparing(FieldProblem::field))
        .toList();
  }

  /**
   * Runs a command in a transaction of its own and publishes what it made. The next snapshot is
   * made inside the transaction, so a command that cannot be published is not committed either.
   *
   * @throws InvalidCommand when the next snapshot would not fit together
   */
  public <T> T change(Edit edit, Supplier<T> command) {
    oneAtATime.lock();
    try {
      Changed<T> changed =
          Objects.requireNonNull(
              transaction.execute(status -> {
                T result = command.get();
                Directory next = build();
                List<Finding> found = dialPlan.examine(next);
                edit.refuse(findings, found);
                return new Changed<>(result, next, Set.copyOf(found));
              }));
      // Before the snapshot: whoever sees that may keep what they have made of both.
      rows = rows();
      current = changed.next();
      findings = changed.findings();
      events.publishEvent(new DirectoryChanged(changed.next()));
      return changed.result();
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * Runs a command as {@link #change} does, takes it back and publishes nothing.
   *
   * @throws InvalidCommand as {@link #change} would
   */
  void rehearse(Edit edit, Runnable command) {
    oneAtATime.lock();
    Map<Long, Known> before = new LinkedHashMap<>(known);
    try {
      transaction.executeWithoutResult(status -> {
        status.setRollbackOnly();
        command.run();
        edit.refuse(findings, dialPlan.examine(build()));
      });
    } finally {
      known.clear();
      known.putAll(before);
      oneAtATime.unlock();
    }
  }

  /** Within a command: something goes by another name from now on, or is gone. */
  public void renamed(Renamed what) {
    if (!what.before().equals(what.after())) {
      events.publishEvent(what);
    }
  }

  private Directory build() {
    List<User> all = new ArrayList<>();
    Map<Long, Known> next = new LinkedHashMap<>();
    Map<Long, CallSettings> settings = dialPlan.callSettings();
    Map<Long, ? extends CallScript> scripts = dialPlan.scripts();
    for (UserTable.Row row : users.all()) {
      CallSettings calls = settings.getOrDefault(row.id(), usual(row));
      Known now = next(known.get(row.id()), row, calls, scripts.get(row.id()));
      next.put(row.id(), now);
      all.add(now.user());
    }
    known.clear();
    known.putAll(next);
    List<Peer> neighbours = neighbours(peers.all());
    return Directory.of(
        ++version, site.domain(), site.localDomains(), all, neighbours, dialPlan.dialPlan());
  }

  /** Who has a mail address has a mailbox. */
  private static CallSettings usual(UserTable.Row row) {
    return row.email() == null ? CallSettings.DEFAULT : WITH_MAILBOX;
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
      current = before.next(moved);
      version = current.version();
      events.publishEvent(new DirectoryChanged(current));
    } finally {
      oneAtATime.unlock();
    }
  }

  private Known next(
      @Nullable Known before,
      UserTable.Row row,
      CallSettings settings,
      @Nullable CallScript script) {
    if (before == null || !before.row().sameAs(row)) {
      return new Known(row, user(row, settings, script));
    }
    User user = before.user();
    return user.settings().equals(settings) && Objects.equals(user.script(), script)
        ? before
        : new Known(row, with(user, settings, script));
  }

  private static User with(User u, CallSettings settings, @Nullable CallScript script) {
    return new User(
        u.id(),
        u.extension(),
        u.name(),
        u.email(),
        u.ha1Md5(),
        u.ha1Sha256(),
        u.encryption(),
        u.digest(),
        settings,
        script);
  }

  private User user(UserTable.Row row, CallSettings settings, @Nullable CallScript script) {
    String password = vault.open(row.sealedPassword());
    return new User(
        row.id(),
        row.extension(),
        row.name(),
        row.email(),
        SipPasswords.ha1("MD5", row.extension(), site.realm(), password),
        SipPasswords.ha1("SHA-256", row.extension(), site.realm(), password),
        row.encryption(),
        row.digest(),
        settings,
        script);
  }
}
