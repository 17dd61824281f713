package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipMessage;

/** A receiver that keeps what it gets, and lets a test wait for it. */
final class Mailbag implements MessageReceiver {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  record Received(SipMessage message, Hop from, String thread) {
    String text() {
      return new String(message.encoded(), UTF_8);
    }
  }

  record Failed(Hop to, byte[] message, String why) {}

  final List<Received> received = new CopyOnWriteArrayList<>();
  final AtomicInteger count = new AtomicInteger();
  final List<Failed> failed = new CopyOnWriteArrayList<>();
  final List<Hop> closed = new CopyOnWriteArrayList<>();
  volatile boolean onlyCount;

  /** What all connections are worth but for those of registered phones. */
  volatile ConnectionPriority regard = ConnectionPriority.KNOWN;

  /** Numbers of the connections over which phones are registered. */
  final Set<Long> bound = ConcurrentHashMap.newKeySet();

  @Override
  public ConnectionPriority regard(Hop hop) {
    return bound.contains(hop.connection()) ? ConnectionPriority.BOUND : regard;
  }

  @Override
  public void received(SipMessage message, Hop from) {
    if (!onlyCount) {
      received.add(new Received(message, from, Thread.currentThread().getName()));
    }
    count.incrementAndGet();
  }

  @Override
  public void sendFailed(Hop to, byte[] message, String why) {
    failed.add(new Failed(to, message, why));
  }

  @Override
  public void connectionClosed(Hop hop) {
    closed.add(hop);
  }

  Received awaitOne() {
    await(() -> !received.isEmpty(), "a message");
    return received.getFirst();
  }

  Failed awaitFailure() {
    await(() -> !failed.isEmpty(), "a failure");
    return failed.getFirst();
  }

  void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what + "; " + this);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public String toString() {
    return "got " + count + ", failed " + failed + ", closed " + closed;
  }
}
