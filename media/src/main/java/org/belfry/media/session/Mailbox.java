package org.belfry.media.session;

import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.media.relay.RtpSink;
import org.belfry.media.rtp.Packet;

/**
 * Packets between a media thread, which puts them in, and the {@link Ticker}'s, which takes them
 * out. What comes when nobody has taken any for a second is lost, as on a network. Allocates
 * nothing once it has seen the longest packets.
 */
final class Mailbox implements RtpSink {
  private static final int SLOTS = 64; // a power of two; more than a second of packets of 20 ms
  private static final int LENGTH_STEP = 256;

  private final byte[][] contents = new byte[SLOTS][0];
  private final int[] lengths = new int[SLOTS];
  private final long[] times = new long[SLOTS];
  private final Packet packet = new Packet();

  // Both only rise, and wrap. Who writes a slot publishes it by the first, who has read it frees it
  // by the second.
  private final AtomicInteger put = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  /** Who takes packets out. */
  interface Reader {
    /**
     * @param packet until it returns
     * @param at when it came, in steady nanoseconds
     */
    void put(Packet packet, long at);
  }

  @Override
  public void received(Packet received, long now) {
    int next = put.get();
    if (next - taken.get() >= SLOTS) {
      return;
    }
    int slot = next & (SLOTS - 1);
    int length = received.length();
    if (contents[slot].length < length) {
      contents[slot] = new byte[(length / LENGTH_STEP + 1) * LENGTH_STEP];
    }
    System.arraycopy(received.bytes(), received.offset(), contents[slot], 0, length);
    lengths[slot] = length;
    times[slot] = now;
    put.set(next + 1);
  }

  /** Hands on what has come. On the ticker's thread. */
  void empty(Reader to) {
    int end = put.get();
    for (int next = taken.get(); next != end; next++) {
      int slot = next & (SLOTS - 1);
      packet.copyFrom(contents[slot], 0, lengths[slot]);
      long at = times[slot];
      taken.set(next + 1);
      to.put(packet, at);
    }
  }
}
