package org.belfry.media.turn;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Waits for connections on a thread of its own, as the loop waits for datagrams by other means. It
 * touches nothing else: those that are ready are served on the loop, and meanwhile it stands still,
 * so that they and all they know have one owner.
 */
final class StreamWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StreamWatch.class.getName());

  /** What a selection key stands for. */
  interface Ready {
    void ready(SelectionKey key) throws IOException;

    void failed(IOException e);
  }

  private final Selector selector;
  private final Executor onLoop;
  private final Semaphore served = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  StreamWatch(Executor onLoop) throws IOException {
    this.selector = Selector.open();
    this.onLoop = onLoop;
    this.thread = Thread.ofPlatform().name("turn-streams").daemon(true).unstarted(this::run);
  }

  /** For registering. A change of what a key waits for needs {@link Selector#wakeup}. */
  Selector selector() {
    return selector;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        selector.select();
        if (!closing && !selector.selectedKeys().isEmpty()) {
          onLoop.execute(this::serve);
          served.acquireUninterruptibly();
        }
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "TURN over TCP has stopped: its selector failed", e);
    }
  }

  private void serve() {
    try {
      selector.selectedKeys().forEach(StreamWatch::serve);
      selector.selectedKeys().clear();
    } finally {
      served.release();
    }
  }

  private static void serve(SelectionKey key) {
    Ready ready = (Ready) key.attachment();
    try {
      ready.ready(key);
    } catch (CancelledKeyException e) {
      // Closed by what another key of the same turn brought.
    } catch (IOException e) {
      ready.failed(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a fault of ours in the TURN server; the connection is given up", e);
      ready.failed(new IOException(e));
    }
  }

  /** Ends the thread; those registered are closed by who made them. On the loop's thread. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    served.release();
    TurnSockets.join(thread);
    TurnSockets.closeQuietly(selector);
  }
}
