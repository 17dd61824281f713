package org.belfry.webui.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.jspecify.annotations.Nullable;

/** A telephone system in memory, for pages to be tried on. Empty at first. */
public final class FakePbx
    implements UserAdmin,
        RegistrationMonitor,
        CallMonitor,
        CallHistory,
        PeerAdmin,
        SystemMonitor,
        LiveUpdates {
  public static final String DOMAIN = "pbx.example.com";

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<UserView> users = new CopyOnWriteArrayList<>();
  private final FakeDeletedItems deleted = new FakeDeletedItems();
  private final List<RegistrationView> registrations = new CopyOnWriteArrayList<>();
  private final List<LiveCallView> calls = new CopyOnWriteArrayList<>();
  private final Map<String, List<LegQuality>> media = new ConcurrentHashMap<>();
  private final List<StoredCall> history = new CopyOnWriteArrayList<>();
  private final List<PeerView> peers = new CopyOnWriteArrayList<>();
  private volatile boolean databaseUp = true;
  private long lastId;

  // What happens on the telephone side.

  public void phoneRegisters(RegistrationView registration) {
    registrations.add(registration);
    changed();
  }

  public void callBegins(LiveCallView call) {
    calls.add(call);
    changed();
  }

  public void callEnds(String callId) {
    calls.removeIf(call -> call.callId().equals(callId));
    changed();
  }

  /** How a live call sounds. */
  public void callSounds(String callId, LegQuality... legs) {
    media.put(callId, List.of(legs));
    changed();
  }

  public void callEnded(CallRecord call) {
    history.add(new StoredCall(++lastId, call));
  }

  public void databaseGoes() {
    databaseUp = false;
  }

  public void databaseComes() {
    databaseUp = true;
  }

  public int listeners() {
    return listeners.size();
  }

  public void clear() {
    users.clear();
    registrations.clear();
    calls.clear();
    media.clear();
    history.clear();
    peers.clear();
    databaseUp = true;
    changed();
  }

  public FakeDeletedItems deleted() {
    return deleted;
  }

  void changed() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  // Users

  @Override
  public List<UserView> users() {
    needDatabase();
    return users.stream()
        .map(u ->
            new UserView(
                u.id(),
                u.extension(),
                u.name(),
                u.email(),
                u.srtp(),
                u.digest(),
                (int)
                    registrations.stream()
                        .filter(r -> r.extension().equals(u.extension()))
                        .count()))
        .sorted(Comparator.comparing(UserView::extension))
        .toList();
  }

  @Override
  public Optional<UserView> user(long id) {
    return users().stream().filter(user -> user.id() == id).findFirst();
  }

  @Override
  public List<NewUser> create(List<CreateUser> commands) {
    needDatabase();
    List<NewUser> created = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      CreateUser c = commands.get(i);
      check("[" + i + "].", -1, c.extension(), c.name(), c.email());
      UserView user =
          new UserView(
              ++lastId,
              c.extension(),
              c.name(),
              c.email(),
              c.srtp() == null ? Srtp.SITE : c.srtp(),
              c.digest() == null ? UserAdmin.Digest.SITE : c.digest(),
              0);
      users.add(user);
      created.add(
          new NewUser(user, c.sipPassword() == null ? "k7Qw-mZ4x-Tb9e" : c.sipPassword(), DOMAIN));
    }
    return created;
  }

  @Override
  public void check(List<CreateUser> commands) {
    List<UserView> before = List.copyOf(users);
    try {
      create(commands);
    } finally {
      users.clear();
      users.addAll(before);
    }
  }

  @Override
  public UserView change(long id, ChangeUser c) {
    UserView before = user(id).orElseThrow(() -> new NotFound("user", id));
    check("", id, c.extension(), c.name(), c.email());
    UserView after =
        new UserView(
            id,
            c.extension() == null ? before.extension() : c.extension(),
            c.name() == null ? before.name() : c.name(),
            c.email() == null ? before.email() : c.email().isEmpty() ? null : c.email(),
            c.srtp() == null ? before.srtp() : c.srtp(),
            c.digest() == null ? before.digest() : c.digest(),
            0);
    users.removeIf(user -> user.id() == id);
    users.add(after);
    return after;
  }

  private void check(
      String prefix,
      long self,
      @Nullable String extension,
      @Nullable String name,
      @Nullable String email) {
    List<InvalidCommand.FieldProblem> problems = new ArrayList<>();
    if (extension != null && !extension.matches("[A-Za-z0-9._+-]{1,32}")) {
      problems.add(
          new InvalidCommand.FieldProblem(
              prefix + "extension", "An extension has 1 to 32 letters, digits or . _ - +"));
    }
    for (UserView user : users) {
      if (user.id() != self && user.extension().equalsIgnoreCase(extension)) {
        problems.add(
            new InvalidCommand.FieldProblem(
                prefix + "extension", user.name() + " already has this extension."));
      }
    }
    if (name != null && name.isBlank()) {
      problems.add(new InvalidCommand.FieldProblem(prefix + "name", "Please give a name."));
    }
    if (email != null && !email.isEmpty() && !email.contains("@")) {
      problems.add(
          new InvalidCommand.FieldProblem(prefix + "email", "This is not an e-mail address."));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
  }

  @Override
  public NewUser resetSipPassword(long id) {
    UserView user = user(id).orElseThrow(() -> new NotFound("user", id));
    return new NewUser(user, "n3Hv-pL8s-Ya2c", DOMAIN);
  }

  @Override
  public void delete(long id) {
    users.stream()
        .filter(user -> user.id() == id)
        .forEach(user -> deleted.keep("user", user.extension(), () -> users.add(user)));
    peers.stream()
        .filter(peer -> peer.id() == id)
        .forEach(peer -> deleted.keep("peer", peer.name(), () -> peers.add(peer)));
    if (!users.removeIf(user -> user.id() == id) && !peers.removeIf(peer -> peer.id() == id)) {
      throw new NotFound("entry", id);
    }
    changed();
  }

  // What goes on

  @Override
  public List<RegistrationView> registrations() {
    return List.copyOf(registrations);
  }

  @Override
  public void remove(String extension, String contact) {
    if (!registrations.removeIf(
        r -> r.extension().equals(extension) && r.contact().equals(contact))) {
      throw new NotFound("binding", contact);
    }
    changed();
  }

  @Override
  public List<LiveCallView> liveCalls() {
    return List.copyOf(calls);
  }

  @Override
  public Map<String, List<LegQuality>> media(Collection<String> callIds) {
    Map<String, List<LegQuality>> asked = new HashMap<>(media);
    asked.keySet().retainAll(callIds);
    return asked;
  }

  @Override
  public void end(String callId) {
    LiveCallView call =
        calls.stream()
            .filter(c -> c.callId().equals(callId))
            .findFirst()
            .orElseThrow(() -> new NotFound("call", callId));
    if (call.answeredAt() == null) {
      throw new InvalidCommand("callId", "Nobody has answered this call yet.");
    }
    callEnds(callId);
  }

  // History

  @Override
  public Page find(Filter filter, int offset, int limit) {
    needDatabase();
    List<StoredCall> all =
        history.stream()
            .filter(stored -> matches(filter, stored.call()))
            .sorted(Comparator.comparing((StoredCall s) -> s.call().startedAt()).reversed())
            .toList();
    return new Page(all.stream().skip(offset).limit(limit).toList(), all.size(), offset, limit);
  }

  @Override
  public List<StoredCall> next(Filter filter, StoredCall after, int limit) {
    List<StoredCall> all = find(filter, 0, Integer.MAX_VALUE).calls();
    return all.stream().skip(after == null ? 0 : all.indexOf(after) + 1).limit(limit).toList();
  }

  private static boolean matches(Filter filter, CallRecord call) {
    String wanted = filter.party() == null ? "" : filter.party().toLowerCase(Locale.ROOT);
    String parties =
        call.caller() + "\n" + call.callerName() + "\n" + call.callee() + "\n" + call.calleeName();
    return parties.toLowerCase(Locale.ROOT).contains(wanted)
        && (filter.answered() == null || filter.answered() == (call.answeredAt() != null))
        && (filter.from() == null || !call.startedAt().isBefore(filter.from()))
        && (filter.to() == null || call.startedAt().isBefore(filter.to()));
  }

  @Override
  public List<HourView> perHour(Instant from, int hours) {
    needDatabase();
    List<HourView> all = new ArrayList<>();
    for (int i = 0; i < hours; i++) {
      Instant hour = from.plus(Duration.ofHours(i));
      List<CallRecord> its =
          history.stream()
              .map(StoredCall::call)
              .filter(c ->
                  !c.startedAt().isBefore(hour)
                      && c.startedAt().isBefore(hour.plus(Duration.ofHours(1))))
              .toList();
      all.add(
          new HourView(hour, its.size(), its.stream().filter(c -> c.answeredAt() != null).count()));
    }
    return all;
  }

  @Override
  public Optional<StoredCall> call(long id) {
    return history.stream().filter(stored -> stored.id() == id).findFirst();
  }

  // Peers

  @Override
  public List<PeerView> peers() {
    needDatabase();
    return peers.stream().sorted(Comparator.comparing(PeerView::name)).toList();
  }

  @Override
  public Optional<PeerView> peer(long id) {
    return peers().stream().filter(peer -> peer.id() == id).findFirst();
  }

  @Override
  public PeerView create(SavePeer c) {
    if (c.name().isBlank()) {
      throw new InvalidCommand("name", "Please give a name.");
    }
    if ((c.domain() != null || c.pattern() != null) && c.nextHop() == null) {
      throw new InvalidCommand("nextHop", "A domain or a pattern needs a next hop.");
    }
    PeerView peer =
        new PeerView(
            ++lastId,
            c.name(),
            c.address(),
            c.domain(),
            c.pattern(),
            c.nextHop(),
            Boolean.TRUE.equals(c.costs()));
    peers.add(peer);
    return peer;
  }

  @Override
  public PeerView replace(long id, SavePeer c) {
    PeerView peer =
        new PeerView(
            id,
            c.name(),
            c.address(),
            c.domain(),
            c.pattern(),
            c.nextHop(),
            Boolean.TRUE.equals(c.costs()));
    peers.removeIf(p -> p.id() == id);
    peers.add(peer);
    return peer;
  }

  // The appliance

  @Override
  public SystemView system() {
    return new SystemView(
        "0.1.0",
        Instant.now().minus(Duration.ofHours(77)),
        DOMAIN,
        List.of("udp:192.0.2.10:5060", "tcp:192.0.2.10:5060", "udp:[2001:db8::10]:5060"),
        databaseUp,
        databaseUp ? 0 : 12);
  }

  private void needDatabase() {
    if (!databaseUp) {
      throw new IllegalStateException("No connection to the database");
    }
  }
}
