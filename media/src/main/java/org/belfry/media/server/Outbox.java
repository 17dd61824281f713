package org.belfry.media.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.media.relay.Leg;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * RTP packets that an application has made for a leg, on their way to the leg's loop. One thread at
 * a time puts, the loop takes. Allocates when it is made, and not again.
 */
final class Outbox {
  private static final int CAPACITY = 8;

  private final Leg leg;
  private final Packet[] slots = new Packet[CAPACITY];
  private final AtomicLong put = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicBoolean announced = new AtomicBoolean();

  /** The next of those announced; written by the announcing thread only. */
  @Nullable Outbox next;

  Outbox(Leg leg) {
    this.leg = leg;
    for (int i = 0; i < CAPACITY; i++) {
      slots[i] = new Packet();
    }
  }

  /** False when the loop is eight packets behind: 160 ms of sound, too late for anybody. */
  boolean offer(Packet packet) {
    long at = put.get();
    if (at - taken.getAcquire() == CAPACITY) {
      return false;
    }
    slots[(int) (at % CAPACITY)].copyFrom(packet);
    put.setRelease(at + 1);
    return true;
  }

  /** Whether the caller must announce it to the loop: nobody has since the loop took last. */
  boolean toAnnounce() {
    return announced.compareAndSet(false, true);
  }

  /** Sends all that is in it. On the loop's thread. */
  void drain(long now) {
    announced.set(false);
    long at = taken.get();
    while (at < put.getAcquire()) {
      leg.send(slots[(int) (at % CAPACITY)], now);
      at++;
      taken.setRelease(at);
    }
  }
}
