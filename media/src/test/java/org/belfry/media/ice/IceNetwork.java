package org.belfry.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;

/** Hosts, NATs and a clock in memory: datagrams take 10 ms, and some are lost by a seed. */
final class IceNetwork {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration FLIGHT = Duration.ofMillis(10);

  private final List<Host> hosts = new ArrayList<>();
  private final PriorityQueue<Datagram> flying =
      new PriorityQueue<>(Comparator.comparing(Datagram::at).thenComparing(Datagram::order));
  final Random random;
  double loss;
  int sent;
  Instant now = START;

  private record Datagram(
      Instant at, int order, byte[] bytes, InetSocketAddress from, InetSocketAddress to, Nat lan) {}

  IceNetwork(long seed) {
    random = new Random(seed);
  }

  /** How a NAT maps and filters (RFC 4787 §4.1, §5). */
  enum Kind {
    /** The same outside port for all, and everybody may use it. */
    FULL_CONE,
    /** An outside port for each destination, which only that may use. */
    SYMMETRIC
  }

  final class Nat {
    private final Kind kind;
    private final InetAddress outside;
    private final Map<List<Object>, Integer> ports = new HashMap<>();
    private final Map<Integer, List<InetSocketAddress>> insides = new HashMap<>();

    Nat(Kind kind, String outside) {
      this.kind = kind;
      this.outside = InetAddress.ofLiteral(outside);
    }

    InetSocketAddress map(InetSocketAddress inside, InetSocketAddress to) {
      List<Object> key = kind == Kind.FULL_CONE ? List.of(inside) : List.of(inside, to);
      int port =
          ports.computeIfAbsent(
              key,
              k -> {
                int next = 30000 + ports.size() * 7;
                insides.put(next, List.of(inside, to));
                return next;
              });
      return new InetSocketAddress(outside, port);
    }

    InetSocketAddress inside(int port, InetSocketAddress from) {
      List<InetSocketAddress> mapping = insides.get(port);
      if (mapping == null || kind == Kind.SYMMETRIC && !mapping.get(1).equals(from)) {
        return null;
      }
      return mapping.get(0);
    }

    /** Forgets all, as one does that was switched off and on. */
    void reboot() {
      ports.clear();
      insides.clear();
    }
  }

  final class Host implements IceOutput {
    final InetSocketAddress base;
    final Nat nat;
    final List<IceEvent> events = new ArrayList<>();
    final List<IceAgent.Received> received = new ArrayList<>();
    IceAgent agent;
    boolean silent;
    byte[] lastSent;

    Host(String address, Nat nat, Function<Host, IceAgent> make) {
      base = new InetSocketAddress(InetAddress.ofLiteral(address), 10000 + hosts.size());
      this.nat = nat;
      hosts.add(this);
      agent = make.apply(this);
    }

    List<LocalCandidate> locals() {
      return new CandidatePolicy(List.of(), List.of(), true).candidates(List.of(base), 1);
    }

    @Override
    public void send(byte[] bytes, InetSocketAddress from, InetSocketAddress to) {
      sent++;
      lastSent = bytes.clone();
      if (!from.equals(base)) {
        throw new AssertionError("sent from a socket that it does not have: " + from);
      }
      if (!silent && random.nextDouble() >= loss) {
        InetSocketAddress seen = nat == null ? from : nat.map(from, to);
        flying.add(new Datagram(now.plus(FLIGHT), sent, bytes.clone(), seen, to, nat));
      }
    }

    @Override
    public void happened(IceEvent event) {
      events.add(event);
    }

    RemoteIce description() {
      return new RemoteIce(agent.credentials(), agent instanceof LiteAgent, agent.candidates());
    }

    SelectedPair selected() {
      return agent.selected();
    }

    <T extends IceEvent> List<T> events(Class<T> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  private void deliver(Datagram datagram) {
    for (Host host : hosts) {
      InetSocketAddress to = datagram.to();
      if (host.nat != null && host.nat.outside.equals(to.getAddress())) {
        InetSocketAddress inside = host.nat.inside(to.getPort(), datagram.from());
        if (host.base.equals(inside)) {
          give(host, datagram);
          return;
        }
      } else if (host.base.equals(to) && host.nat == (host.nat == null ? null : datagram.lan())) {
        give(host, datagram);
        return;
      }
    }
  }

  private void give(Host host, Datagram datagram) {
    if (!host.silent) {
      byte[] bytes = datagram.bytes();
      host.received.add(
          host.agent.received(bytes, 0, bytes.length, datagram.from(), host.base, now));
    }
  }

  /** Lets time pass. */
  void advance(Duration duration) {
    Instant end = now.plus(duration);
    for (int turns = 0; turns < 1_000_000; turns++) {
      Instant next = flying.isEmpty() ? end : flying.peek().at();
      for (Host host : hosts) {
        Instant wake = host.agent.wakeAt();
        if (wake != null && wake.isBefore(next)) {
          next = wake;
        }
      }
      if (!next.isBefore(end)) {
        now = end;
        return;
      }
      now = next.isAfter(now) ? next : now;
      while (!flying.isEmpty() && !flying.peek().at().isAfter(now)) {
        deliver(flying.poll());
      }
      for (Host host : hosts) {
        Instant wake = host.agent.wakeAt();
        if (wake != null && !wake.isAfter(now)) {
          host.agent.wake(now);
        }
      }
    }
    throw new AssertionError("an agent wants to be woken again and again at one instant");
  }

  /** Each is told of the other. */
  void introduce(Host one, Host other) {
    one.agent.remote(other.description(), now);
    other.agent.remote(one.description(), now);
  }
}
