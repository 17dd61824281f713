package org.belfry.pbx.sim;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.belfry.pbx.SimulatedServer;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sip.Method;

/**
 * A server and its phones on the virtual network. End every scenario with {@link #settles()}: it
 * lets everything run out and checks what must hold after any scenario.
 */
public final class World {
  public static final String DOMAIN = "pbx.example";

  private final VirtualNetwork net;
  private final ScriptedDns dns;
  private final SimulatedServer server;
  private final Directory directory;
  private final InetSocketAddress serverAddress = new InetSocketAddress("10.0.0.1", 5060);
  private final List<SimulatedPhone> phones = new ArrayList<>();
  private int nextHost = 10;
  private boolean settled;

  private World(long seed, Weather weather, List<Peer> peers, int lanes, Federation federation) {
    net = new VirtualNetwork(seed, weather);
    dns = new ScriptedDns(net::later);
    List<User> users = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      String extension = "100" + i;
      users.add(
          new User(
              i,
              extension,
              "User " + i,
              null,
              hash("MD5", extension + ":belfry:pw-" + extension),
              hash("SHA-256", extension + ":belfry:pw-" + extension)));
    }
    directory = Directory.of(1, DOMAIN, Set.of(DOMAIN, "10.0.0.1"), users, peers);
    server = new SimulatedServer(net, serverAddress, directory, lanes, federation, dns);
  }

  public static World seeded(long seed) {
    return new World(seed, Weather.CALM, List.of(), 1, Federation.OUT);
  }

  public static World seeded(long seed, Weather weather) {
    return new World(seed, weather, List.of(), 3, Federation.OUT);
  }

  public static World withPeers(Peer... peers) {
    return new World(1, Weather.CALM, List.of(peers), 1, Federation.OUT);
  }

  public static World federating(Federation federation) {
    return new World(1, Weather.CALM, List.of(), 1, federation);
  }

  public static World federating(long seed, Weather weather) {
    return new World(seed, weather, List.of(), 3, Federation.BOTH);
  }

  /** The DNS of this world; its zone is empty. */
  public ScriptedDns dns() {
    return dns;
  }

  public VirtualNetwork net() {
    return net;
  }

  public SimulatedServer server() {
    return server;
  }

  /** The directory as it is when this user is deleted. */
  public Directory directoryWithout(String extension) {
    List<User> rest =
        directory.users().values().stream().filter(u -> !u.extension().equals(extension)).toList();
    return Directory.of(2, DOMAIN, directory.localDomains(), rest, directory.peers());
  }

  /** A user arranges something for calls from now on. */
  public World arranges(String extension, CallSettings settings) {
    Directory now = server.directory();
    List<User> users = new ArrayList<>();
    for (User user : List.copyOf(new LinkedHashSet<>(now.users().values()))) {
      users.add(
          user.extension().equals(extension)
              ? new User(
                  user.id(),
                  user.extension(),
                  user.name(),
                  user.email(),
                  user.ha1Md5(),
                  user.ha1Sha256(),
                  user.encryption(),
                  settings)
              : user);
    }
    return publishes(users, now.dialPlan());
  }

  /** The site arranges something for calls from now on. */
  public World arranges(DialPlan plan) {
    return publishes(List.copyOf(new LinkedHashSet<>(server.directory().users().values())), plan);
  }

  private World publishes(List<User> users, DialPlan plan) {
    Directory now = server.directory();
    server.publish(
        Directory.of(now.version() + 1, DOMAIN, now.localDomains(), users, now.peers(), plan));
    return this;
  }

  InetSocketAddress serverAddress() {
    return serverAddress;
  }

  /** A phone of this user with an address of its own. */
  public SimulatedPhone phone(String extension) {
    InetSocketAddress address = new InetSocketAddress("10.0.0." + nextHost++, 5060);
    return add(new SimulatedPhone(this, extension, "pw-" + extension, address, address));
  }

  /** A phone behind a NAT: it believes in 192.168.1.x, the server sees another address and port. */
  public SimulatedPhone phoneBehindNat(String extension) {
    int host = nextHost++;
    return add(
        new SimulatedPhone(
            this,
            extension,
            "pw-" + extension,
            new InetSocketAddress("192.168.1." + host, 5060),
            new InetSocketAddress("10.9.0." + host, 40000 + host)));
  }

  /** The server of another domain, played by a phone that answers for everybody. */
  public SimulatedPhone foreign(String user, String domain, String address) {
    InetSocketAddress at = new InetSocketAddress(address, 5060);
    return add(new SimulatedPhone(this, user, "pw-" + user, at, at).ofDomain(domain));
  }

  /** The registrar of a provider with one customer. */
  public SimulatedProvider provider(String address, String username, String password) {
    return new SimulatedProvider(this, address, username, password);
  }

  public SimulatedPhone phoneWithPassword(String extension, String password) {
    InetSocketAddress address = new InetSocketAddress("10.0.0." + nextHost++, 5060);
    return add(new SimulatedPhone(this, extension, password, address, address));
  }

  /** A phone at an address that others may share, as behind one NAT. */
  public SimulatedPhone phoneAt(String host, int port, String extension, String password) {
    return add(
        new SimulatedPhone(
            this,
            extension,
            password,
            new InetSocketAddress("192.168.1." + nextHost++, 5060),
            new InetSocketAddress(host, port)));
  }

  public void advance(Duration time) {
    net.advance(time);
  }

  /** Lets time pass until the condition holds, at most so many seconds. */
  public void advanceUntil(BooleanSupplier condition, int seconds) {
    for (int i = 0; i < seconds * 20 && !condition.getAsBoolean(); i++) {
      net.advance(Duration.ofMillis(50));
    }
    if (!condition.getAsBoolean()) {
      throw failure("it did not come to pass within " + seconds + " s");
    }
  }

  public List<CallRecord> records() {
    return server.records();
  }

  /** Lets everything run out, then checks the invariants of STYLE §4.3. */
  public void settles() {
    settled = true;
    server.unplugTrunks(); // they ask for ever whether their providers are there
    net.weather(Weather.CALM);
    if (!server.directory().dialPlan().trunks().isEmpty()) {
      arranges(DialPlan.EMPTY); // a trunk is asked for ever whether it is there
    }
    net.advance(Duration.ofMinutes(6));
    phones.forEach(this::checkExchanges);
    for (SimulatedPhone phone : phones) {
      for (PhoneCall call : phone.calls()) {
        if (call.awaitsAck()
            && !phone.hasVanished()
            && !someoneVanishedFrom(call.callId())
            && !(call.wasAnsweredLate() && theCallerWasRefused(call.callId()))) {
          throw broken(phone.extension() + " never got the ACK for its 2xx", call.callId());
        }
      }
    }
    net.advance(Duration.ofHours(13)); // beyond the limit on a call's length
    check(server.transactions() == 0, "transactions are left: " + server.transactions());
    check(server.waiting() == 0, "events are left in a lane");
    check(server.timers() == 0, "timers are left: " + server.timers());
    check(server.sounding().isEmpty(), "somebody waits for ever: " + server.sounding());
    check(server.agents() == 0, "legs of ours are left: " + server.agents());
    check(server.liveCalls().isEmpty(), "calls are left: " + server.liveCalls());
    check(server.busy() == 0, "dialogs are left for watchers");
    check(server.watchers().live().sum() == 0, "subscriptions are left");
    check(server.watchers().published().sum() == 0, "publications are left");
    check(server.counters().get("faults") == 0, "the server faulted");
    long distinct = server.records().stream().map(CallRecord::callId).distinct().count();
    check(distinct == server.records().size(), "a call has two records: " + server.records());
  }

  /** For those who end a scenario that may have ended itself. */
  public void settlesUnlessSettled() {
    if (!settled) {
      settles();
    }
  }

  /** What must hold in any scenario does not. */
  BrokenInvariant broken(String what) {
    return new BrokenInvariant(what + "\nseed " + net.seed() + "\n" + net.ladder());
  }

  /** The same of one call, whose messages alone are told. */
  BrokenInvariant broken(String what, String callId) {
    return new BrokenInvariant(
        what + "\nseed " + net.seed() + ", call " + callId + "\n" + net.ladder().of(callId));
  }

  /** The same error with the seed and the ladder, unless it tells them already. */
  AssertionError explained(AssertionError e) {
    if (String.valueOf(e.getMessage()).contains("\nseed ")) {
      return e;
    }
    AssertionError explained = failure(String.valueOf(e.getMessage()));
    explained.setStackTrace(e.getStackTrace());
    return explained;
  }

  /** The phone that takes part in this datagram loses its power: its receiver, else its sender. */
  void loses(Datagram datagram) {
    for (var address : List.of(datagram.to(), datagram.from())) {
      for (SimulatedPhone phone : phones) {
        if (phone.isAt(address)) {
          phone.vanishes();
          return;
        }
      }
    }
  }

  /** At the k-th datagram that arrives (from 0) the phone that takes part in it vanishes. */
  public void vanishAt(int k) {
    net.atDelivery(k, this::loses);
  }

  public AssertionError failure(String what) {
    return new AssertionError(what + "\nseed " + net.seed() + "\n" + net.ladder());
  }

  /** Every INVITE of a phone got exactly one kind of final response. */
  private void checkExchanges(SimulatedPhone phone) {
    for (Exchange exchange : phone.exchanges()) {
      String callId = exchange.request().callId();
      if (!exchange.request().method().equals(Method.INVITE) || phone.hasVanished()) {
        continue;
      }
      long kinds = exchange.finals().stream().mapToInt(r -> r.status()).distinct().count();
      if (kinds > 1) {
        throw broken("an INVITE got different final responses: " + exchange.finals(), callId);
      }
      if (kinds == 0 && !exchange.timedOut() && !someoneVanishedFrom(callId)) {
        throw broken(phone.extension() + " has an INVITE without a final response", callId);
      }
    }
  }

  /**
   * Whoever vanishes takes along the retransmissions of its 2xx and the ACKs it owes (§13.3.1.4).
   */
  private boolean someoneVanishedFrom(String callId) {
    return phones.stream()
        .filter(SimulatedPhone::hasVanished)
        .flatMap(phone -> phone.calls().stream())
        .anyMatch(call -> call.callId().equals(callId));
  }

  /**
   * When every provisional of a phone is lost, Timer B ends its branch, and nobody may cancel it
   * (§9.1): it rings on, and its answer comes for nothing.
   */
  private boolean theCallerWasRefused(String callId) {
    return phones.stream()
        .flatMap(phone -> phone.calls().stream())
        .anyMatch(call -> call.callId().equals(callId) && call.hasFailed());
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw broken(what);
    }
  }

  private SimulatedPhone add(SimulatedPhone phone) {
    phones.add(phone);
    return phone;
  }

  static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
