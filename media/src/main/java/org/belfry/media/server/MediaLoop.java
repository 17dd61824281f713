package org.belfry.media.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.belfry.media.relay.Sender;
import org.belfry.media.rtp.NtpTime;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.Poller;
import org.jspecify.annotations.Nullable;

/**
 * One thread that relays: all legs of a call are on one loop, so nothing of theirs is locked. What
 * control wants comes as commands and is done between packets.
 *
 * <p>When there is much to do, the loop naps after each round: packets gather in their sockets, and
 * one wake-up serves many of them.
 */
final class MediaLoop implements Runnable {
  /**
   * Packets in a tick of 100 ms above which it naps: 4,000 a second. With fewer, a nap gathers
   * hardly more than one, and a wake-up by the packet itself costs no more.
   */
  private static final int BUSY_PACKETS_PER_TICK = 400;

  /** A fault that comes again at once shall not fill the log. */
  private static final long AFTER_FAULT_NANOS = 100_000_000;

  /** Packets that are read before they are relayed. */
  private static final int BATCH = 16;

  private final Poller poller;
  private final LongSupplier clock;
  private final InstantSource wallClock;
  private final long napNanos;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Outbox> announced = new AtomicReference<>();
  private final AtomicInteger legs = new AtomicInteger();
  private final Packet[] packets = new Packet[BATCH];
  private final Sender[] senders = new Sender[BATCH];
  private final LegPort[] ports = new LegPort[BATCH];
  private final Packet scratch = new Packet();
  private final Wheel<LoopLeg> wheel;
  private final Consumer<LoopLeg> visit = this::visit;

  private volatile boolean waiting;
  private volatile boolean stopping;
  private long now;
  private long wall;
  private int packetsInTick;
  private boolean busy;

  MediaLoop(Poller poller, LongSupplier clock, InstantSource wallClock, long napNanos) {
    this.poller = poller;
    this.clock = clock;
    this.wallClock = wallClock;
    this.napNanos = napNanos;
    this.now = clock.getAsLong();
    this.wheel = new Wheel<>(now);
    for (int i = 0; i < BATCH; i++) {
      packets[i] = new Packet();
      senders[i] = new Sender();
    }
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        round();
      } catch (RuntimeException e) {
        // A fault of ours that no leg is to blame for. The others' calls go on.
        Thread.currentThread()
            .getUncaughtExceptionHandler()
            .uncaughtException(Thread.currentThread(), e);
        LockSupport.parkNanos(AFTER_FAULT_NANOS);
      }
    }
    obey();
  }

  private void round() {
    int ready = await();
    now = clock.getAsLong();
    int next = 0;
    while (next < ready) {
      next = relay(next, ready);
    }
    obey();
    sendAnnounced();
    if (wheel.isDue(now)) {
      busy = packetsInTick > BUSY_PACKETS_PER_TICK && napNanos > 0;
      packetsInTick = 0;
      wall = NtpTime.of(wallClock.instant());
      wheel.turn(now, visit);
    }
    if (busy && ready == 0) {
      LockSupport.parkNanos(napNanos);
    }
  }

  /** Looks once more after each round with packets: a socket may hold several. */
  private int await() {
    if (busy) {
      return poller.await(0);
    }
    waiting = true;
    try {
      if (stopping || !commands.isEmpty() || announced.get() != null) {
        return poller.await(0);
      }
      long millis = wheel.nanosToTick(now) / 1_000_000 + 1;
      return poller.await(Math.clamp(millis, 1, 1000));
    } finally {
      waiting = false;
    }
  }

  /**
   * Reads one packet of each of the next ready ports, then relays them: the same code for a while
   * is cheaper than reading and sending by turns.
   *
   * @return the first port not looked at
   */
  private int relay(int from, int ready) {
    int next = from;
    int count = 0;
    while (next < ready && count < BATCH) {
      if (poller.owner(next) instanceof LegPort port
          && port.socket().receive(packets[count], senders[count])) {
        ports[count++] = port;
      }
      next++;
    }
    for (int i = 0; i < count; i++) {
      ports[i].received(packets[i], senders[i], now);
    }
    packetsInTick += count;
    return next;
  }

  private void obey() {
    Runnable command;
    while ((command = commands.poll()) != null) {
      command.run();
    }
  }

  private void sendAnnounced() {
    if (announced.get() == null) {
      return;
    }
    Outbox box = announced.getAndSet(null);
    while (box != null) {
      Outbox following = box.next;
      box.next = null;
      box.drain(now);
      packetsInTick++;
      box = following;
    }
  }

  private void visit(LoopLeg leg) {
    leg.everySecond(now, wall);
  }

  // ---- from any thread
  // -----------------------------------------------------------------------------

  /** Has it done on the loop's thread, after all that was posted before. */
  void post(Runnable command) {
    commands.add(command);
    wakeIfWaiting();
  }

  /** An outbox has packets to send. */
  void announce(Outbox box) {
    Outbox first;
    do {
      first = announced.get();
      box.next = first;
    } while (!announced.compareAndSet(first, box));
    wakeIfWaiting();
  }

  private void wakeIfWaiting() {
    if (waiting) {
      poller.wake();
    }
  }

  /**
   * Ends it after the commands posted so far. Its poller is closed by who made it, when the thread
   * has ended: another thread may still be about to wake it.
   */
  void stop() {
    stopping = true;
    poller.wake();
  }

  /** How many legs it has been given. */
  AtomicInteger legs() {
    return legs;
  }

  // ---- on the loop's thread
  // ------------------------------------------------------------------------

  long now() {
    return now;
  }

  Packet scratch() {
    return scratch;
  }

  void add(LoopLeg leg) throws IOException {
    for (LegPort port : leg.ports()) {
      poller.add(port.socket(), port);
    }
    wheel.add(leg);
  }

  void remove(LoopLeg leg) {
    wheel.remove(leg);
    for (LegPort port : leg.ports()) {
      poller.remove(port.socket());
      port.socket().close();
    }
  }
}
