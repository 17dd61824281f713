package org.belfry.media.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
  /** A fault that comes again at once shall not fill the log. */
  private static final long AFTER_FAULT_NANOS = 100_000_000;

  /** Packets that are read before they are relayed. */
  private static final int BATCH = 16;

  private final Poller poller;
  private final BooleanSupplier hurry;
  private final LongSupplier clock;
  private final InstantSource wallClock;
  private final int busyPackets;
  private final long napNanos;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Outbox> announced = new AtomicReference<>();
  private final AtomicInteger legs = new AtomicInteger();
  private final Traffic traffic = new Traffic();
  private final Packet[] packets = new Packet[BATCH];
  private final Sender[] senders = new Sender[BATCH];
  private final LegPort[] ports = new LegPort[BATCH];
  private final Packet scratch = new Packet();
  private final Wheel<LoopLeg> wheel;
  private final Consumer<LoopLeg> visit = this::visit;

  private volatile boolean urgent;
  private volatile boolean waiting;
  private volatile @Nullable Thread napping;
  private volatile boolean stopping;
  private long now;
  private long wall;
  private int packetsInTick;
  private boolean busy;

  /**
   * @param hurry asks for priority for the calling thread
   */
  MediaLoop(
      Poller poller,
      BooleanSupplier hurry,
      LongSupplier clock,
      InstantSource wallClock,
      Pace pace) {
    this.poller = poller;
    this.hurry = hurry;
    this.clock = clock;
    this.wallClock = wallClock;
    this.busyPackets = pace.busyPackets();
    this.napNanos = pace.nap().toNanos();
    this.now = clock.getAsLong();
    this.wheel = new Wheel<>(now);
    for (int i = 0; i < BATCH; i++) {
      packets[i] = new Packet();
      senders[i] = new Sender();
    }
  }

  @Override
  public void run() {
    urgent = hurry.getAsBoolean();
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
      busy = packetsInTick > busyPackets && napNanos > 0;
      packetsInTick = 0;
      wall = NtpTime.of(wallClock.instant());
      wheel.turn(now, visit);
    }
    if (busy && ready == 0) {
      nap();
    }
  }

  private void nap() {
    napping = Thread.currentThread();
    LockSupport.parkNanos(napNanos);
    napping = null;
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
      long millis = wheel.nanosToLook(now) / 1_000_000 + 1;
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
      switch (poller.owner(next)) {
        case LegPort port -> {
          if (port.socket().receive(packets[count], senders[count])) {
            ports[count++] = port;
          }
        }
        case SharedPort shared -> count = read(shared, count);
        case null, default -> {
          // it has been removed
        }
      }
      next++;
    }
    for (int i = 0; i < count; i++) {
      ports[i].received(packets[i], senders[i], now);
    }
    packetsInTick += count;
    return next;
  }

  /** Many legs' packets may wait at a port that they share: as many as there is room for. */
  private int read(SharedPort shared, int from) {
    int count = from;
    for (int i = 0; i < BATCH && count < BATCH; i++) {
      if (!shared.socket().receive(packets[count], senders[count])) {
        return count;
      }
      LegPort owner = shared.owner(packets[count], senders[count]);
      if (owner != null) {
        ports[count++] = owner;
      }
    }
    return count;
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
    if (first == null) { // else whoever announced that one has woken it
      wakeIfWaiting();
    }
  }

  /** Sends what outboxes have announced, though it naps. */
  void flush() {
    Thread asleep = napping;
    if (asleep != null && announced.get() != null) {
      LockSupport.unpark(asleep);
    }
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

  /** Whether the system runs it before ordinary threads. */
  boolean urgent() {
    return urgent;
  }

  /** How many legs it has been given. */
  AtomicInteger legs() {
    return legs;
  }

  /** What its legs have received, sent and dropped; a second old at most. */
  Traffic traffic() {
    return traffic;
  }

  // ---- on the loop's thread
  // ------------------------------------------------------------------------

  long now() {
    return now;
  }

  Packet scratch() {
    return scratch;
  }

  /** From now on a port is read that legs share. */
  void add(SharedPort shared) {
    try {
      poller.add(shared.socket(), shared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(LoopLeg leg) throws IOException {
    for (LegPort port : leg.ports()) {
      if (port.socket() instanceof SharedPort.Claim claim) {
        claim.belongsTo(port);
      } else {
        poller.add(port.socket(), port);
      }
    }
    wheel.add(leg);
  }

  void remove(LoopLeg leg) {
    wheel.remove(leg);
    for (LegPort port : leg.ports()) {
      if (!(port.socket() instanceof SharedPort.Claim)) {
        poller.remove(port.socket());
      }
      port.socket().close();
    }
  }
}
