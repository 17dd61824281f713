package org.belfry.pbx.sim;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Carries datagrams between nodes in virtual time, with seeded loss, duplication, delay and
 * reordering.
 */
public final class VirtualNetwork {
  private record Happening(Instant at, long order, Runnable what) {}

  private final long seed;
  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final PriorityQueue<Happening> future =
      new PriorityQueue<>(Comparator.comparing(Happening::at).thenComparing(Happening::order));
  private final Map<InetSocketAddress, Consumer<Datagram>> nodes = new HashMap<>();
  private final Ladder ladder = new Ladder();
  private Weather weather;
  private long order;
  private int deliveries;
  private int troubleAt = -1;
  private Consumer<Datagram> trouble = d -> {};

  public VirtualNetwork(long seed, Weather weather) {
    this.seed = seed;
    this.random = new Random(seed);
    this.weather = weather;
  }

  public long seed() {
    return seed;
  }

  public VirtualClock clock() {
    return clock;
  }

  public Ladder ladder() {
    return ladder;
  }

  public void weather(Weather next) {
    weather = next;
  }

  /** From now on datagrams for this address come here. */
  public void attach(InetSocketAddress address, Consumer<Datagram> node) {
    nodes.put(address, node);
  }

  /** The node is gone: what is sent to it is lost. */
  public void detach(InetSocketAddress address) {
    nodes.remove(address);
  }

  /** Just before the k-th datagram arrives (from 0) this happens. */
  void atDelivery(int k, Consumer<Datagram> what) {
    troubleAt = k;
    trouble = what;
  }

  /** Datagrams that have arrived. */
  public int deliveries() {
    return deliveries;
  }

  public void send(Datagram datagram) {
    boolean lost = random.nextDouble() < weather.loss;
    ladder.note(clock.instant(), datagram, lost);
    if (!lost) {
      deliver(datagram);
      if (random.nextDouble() < weather.duplication) {
        deliver(datagram);
      }
    }
  }

  private void deliver(Datagram datagram) {
    long jitter = weather.jitter.isZero() ? 0 : random.nextLong(weather.jitter.toMillis() + 1);
    later(
        weather.delay.plusMillis(jitter),
        () -> {
          if (deliveries++ == troubleAt) {
            trouble.accept(datagram);
          }
          Consumer<Datagram> node = nodes.get(datagram.to());
          if (node != null) {
            node.accept(datagram);
          }
        });
  }

  /** Lets something happen later; equal times in the order asked for. */
  public void later(Duration delay, Runnable what) {
    future.add(new Happening(clock.instant().plus(delay), order++, what));
  }

  /** Lets virtual time pass with all that happens in it. */
  public void advance(Duration time) {
    Instant end = clock.instant().plus(time);
    while (!future.isEmpty() && !future.peek().at().isAfter(end)) {
      Happening next = future.remove();
      clock.moveTo(next.at());
      next.what().run();
    }
    clock.moveTo(end);
  }
}
