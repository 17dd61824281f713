package org.belfry.pbx.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.nio.channels.ClosedChannelException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one channel. On the channel's loop a message is written at once and flushed when
 * the loop's turn ends, so that one system call takes many; other threads hand over, and wake the
 * loop once for all that waits. What waits is bounded.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told by Outgoing
final class Outbox {
  /** What a channel writes for a message. */
  interface Wrapping {
    Object wrap(ByteBuf bytes, Outgoing outgoing);
  }

  static final Wrapping STREAM = (bytes, outgoing) -> bytes;
  static final Wrapping DATAGRAM =
      (bytes, outgoing) -> new DatagramPacket(bytes, outgoing.hop().remote());

  private enum State {
    OPENING,
    OPEN,
    CLOSED
  }

  private final Channel channel;
  private final EventLoop loop;
  private final MessageInput input;
  private final int maxWaitingBytes;
  private final Runnable onOverrun;
  private final Wrapping wrapping;

  private final Queue<Outgoing> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private final AtomicBoolean drainPlanned = new AtomicBoolean();
  private final Runnable drain = this::drain;
  private final Runnable flush = this::flush;
  private boolean flushPlanned; // only on the loop
  private volatile State state = State.OPENING;
  private volatile @Nullable String closedBecause;

  /**
   * @param maxWaitingBytes what may be handed over and not yet written
   * @param onOverrun told on any thread when more than that waits, or more than the channel's
   *     high-water mark is written and not taken by the kernel
   */
  Outbox(
      Channel channel,
      EventLoop loop,
      MessageInput input,
      int maxWaitingBytes,
      Runnable onOverrun,
      Wrapping wrapping) {
    this.channel = channel;
    this.loop = loop;
    this.input = input;
    this.maxWaitingBytes = maxWaitingBytes;
    this.onOverrun = onOverrun;
    this.wrapping = wrapping;
  }

  /**
   * Sends from any thread.
   *
   * @return false when the channel is closed and the message was not taken
   */
  boolean send(byte[] message, Hop hop) {
    State now = state;
    if (now == State.CLOSED) {
      return false;
    }
    Outgoing outgoing = new Outgoing(channel, loop, this, message, hop);
    if (now == State.OPEN && loop.inEventLoop() && waiting.isEmpty()) {
      write(outgoing);
      return true;
    }
    handOver(outgoing);
    return true;
  }

  private void handOver(Outgoing outgoing) {
    int length = outgoing.message().length;
    if (waitingBytes.addAndGet(length) > maxWaitingBytes) {
      waitingBytes.addAndGet(-length);
      refuse(outgoing);
      return;
    }
    waiting.add(outgoing);
    State now =
        state; // read after the message is in the queue: opening and closing look there last
    if (now == State.OPEN) {
      planDrain();
    } else if (now == State.CLOSED) {
      failWaiting();
    }
  }

  /** The channel is ready: what waits goes out. On the loop. */
  void opened() {
    if (state == State.OPENING) {
      state = State.OPEN;
      drain();
    }
  }

  /** The channel is gone: what waits fails. */
  void closed(String why) {
    if (closedBecause == null) {
      closedBecause = why;
    }
    state = State.CLOSED;
    failWaiting();
  }

  /** Says why the channel will be closed, before it is. */
  void closing(String why) {
    if (closedBecause == null) {
      closedBecause = why;
    }
  }

  void failed(Outgoing outgoing, Throwable cause) {
    String known = closedBecause;
    String why =
        known != null && cause instanceof ClosedChannelException ? known : Failure.phrase(cause);
    input.sendFailed(outgoing.hop(), outgoing.message(), why);
  }

  /** Flushes when this turn of the loop ends. On the loop. */
  void planFlush() {
    if (!flushPlanned) {
      flushPlanned = true;
      loop.execute(flush);
    }
  }

  private void planDrain() {
    if (drainPlanned.compareAndSet(false, true)) {
      try {
        loop.execute(drain);
      } catch (RejectedExecutionException e) {
        closed("the server is stopping");
      }
    }
  }

  private void drain() {
    drainPlanned.set(false);
    Outgoing outgoing;
    while ((outgoing = waiting.poll()) != null) {
      waitingBytes.addAndGet(-outgoing.message().length);
      write(outgoing);
    }
  }

  private void write(Outgoing outgoing) {
    if (!channel.isWritable()) {
      channel.flush();
      if (!channel.isWritable()) {
        refuse(outgoing);
        return;
      }
    }
    byte[] message = outgoing.message();
    ByteBuf bytes = channel.alloc().directBuffer(message.length).writeBytes(message);
    input.counters().sent.increment();
    channel.write(wrapping.wrap(bytes, outgoing), outgoing);
    planFlush();
  }

  private void refuse(Outgoing outgoing) {
    onOverrun.run();
    input.sendFailed(outgoing.hop(), outgoing.message(), "too much waits to be sent");
  }

  private void failWaiting() {
    String why = closedBecause == null ? "the connection is closed" : closedBecause;
    Outgoing outgoing;
    while ((outgoing = waiting.poll()) != null) {
      waitingBytes.addAndGet(-outgoing.message().length);
      input.sendFailed(outgoing.hop(), outgoing.message(), why);
    }
  }

  private void flush() {
    flushPlanned = false;
    channel.flush();
  }
}
