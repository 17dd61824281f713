package org.belfry.pbx.sip.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that somebody else's socket carries. One message is on its way at a time; what waits
 * is kept on one loop and bounded.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
final class CarriedConnection implements Connection, CarriedWebSocket {
  private record Waiting(byte[] message, Hop to) {}

  private final ExternalWebSocket carrier;
  private final EventLoop loop;
  private final Hop hop;
  private final Connections connections;
  private final MessageInput input;
  private final ConnectionTimeouts patience = new ConnectionTimeouts(true);
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Queue<Waiting> waiting = new ArrayDeque<>(); // only on the loop
  private boolean sending; // only on the loop
  private volatile boolean receivedAny;
  private volatile String closedBecause = "the peer closed the connection";

  CarriedConnection(ExternalWebSocket carrier, EventLoop loop, Hop hop, Connections connections) {
    this.carrier = carrier;
    this.loop = loop;
    this.hop = hop;
    this.connections = connections;
    this.input = connections.input();
    patience.opened();
  }

  @Override
  public Hop hop() {
    return hop;
  }

  @Override
  public boolean accepted() {
    return true;
  }

  @Override
  public long quietFor() {
    return patience.quietFor();
  }

  @Override
  public boolean send(byte[] message, Hop to) {
    patience.talked();
    return queue(message, to);
  }

  private boolean queue(byte[] message, Hop to) {
    if (closed.get()) {
      return false;
    }
    if (waitingBytes.addAndGet(message.length) > ChannelConnection.BACKLOG) {
      waitingBytes.addAndGet(-message.length);
      input.counters().connectionsOverrun.increment();
      close("the peer does not read what it is sent");
      input.sendFailed(to, message, "too much waits to be sent");
      return true;
    }
    return onLoop(() -> {
      waiting.add(new Waiting(message, to));
      sendNext();
    });
  }

  /** On the loop. */
  private void sendNext() {
    if (closed.get()) {
      failWaiting();
      return;
    }
    Waiting next = sending ? null : waiting.poll();
    if (next == null) {
      return;
    }
    sending = true;
    input.counters().sent.increment();
    carrier.send(
        next.message(),
        WebSocketText.fits(next.message()),
        problem -> onLoop(() -> sent(next, problem)));
  }

  /** On the loop. */
  private void sent(Waiting done, @Nullable Throwable problem) {
    sending = false;
    waitingBytes.addAndGet(-done.message().length);
    if (problem != null) {
      String why = closed.get() ? closedBecause : Failure.phrase(problem);
      input.sendFailed(done.to(), done.message(), why);
      close(why);
    }
    sendNext();
  }

  /** On the loop. */
  private void failWaiting() {
    Waiting next;
    while ((next = waiting.poll()) != null) {
      waitingBytes.addAndGet(-next.message().length);
      input.sendFailed(next.to(), next.message(), closedBecause);
    }
  }

  @Override
  public void received(byte[] message) {
    if (closed.get()) {
      return;
    }
    patience.heard();
    patience.read(false, true);
    if (WebSocketText.isKeepAlive(message)) {
      input.counters().keepAlives.increment();
      if (WebSocketText.isPing(message)) {
        queue(WebSocketText.PONG.clone(), hop);
      }
      return;
    }
    receivedAny = true;
    patience.talked();
    if (!input.take(message, hop)) {
      close("it sent what is not SIP");
    }
  }

  @Override
  public void begun() {
    patience.read(true, false);
  }

  @Override
  public void heard() {
    patience.heard();
  }

  @Override
  public Future<?> close(String why) {
    closedBecause = why;
    carrier.close(why);
    closed();
    return loop.newSucceededFuture(null);
  }

  @Override
  public void closed() {
    if (closed.compareAndSet(false, true)) {
      connections.gone(this);
      onLoop(this::failWaiting);
      if (receivedAny) {
        input.connectionClosed(hop);
      }
    }
  }

  @Override
  public void tick(Ticks limits) {
    String overdue = patience.tick(limits, limits.pong());
    if (overdue != null) {
      input.counters().connectionsTimedOut.increment();
      close(overdue);
    } else if (patience.silentFor() > 0 && patience.silentFor() % limits.ping() == 0) {
      carrier.ping();
    }
  }

  /** False when the loops have ended. */
  private boolean onLoop(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
