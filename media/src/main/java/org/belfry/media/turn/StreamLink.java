package org.belfry.media.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A client's connection, over TLS or not. */
final class StreamLink extends ClientLink implements StreamWatch.Ready {
  /** What a client may leave unread, in bytes: half a second of six voices. More is dropped. */
  private static final int OUT_MAX = 36 * 1024;

  /** The longest record of TLS. */
  private static final int RECORD_MAX = 18 * 1024;

  private static final Duration IDLE_WITHOUT_ALLOCATION = Duration.ofSeconds(60);

  private final SocketChannel channel;
  private final InetSocketAddress remote;
  private final StreamListeners owner;
  private final TurnServer server;
  private final Duration patience;
  private final Supplier<Instant> now;
  private final ByteBuffer in; // kept ready to be written to
  private final ByteBuffer out = ByteBuffer.allocate(OUT_MAX); // the same
  private final @Nullable TlsStream tls;
  private @Nullable SelectionKey key;
  private @Nullable Instant messageDue;
  private Instant lastMessageAt;
  private boolean closed;

  StreamLink(
      SocketChannel channel,
      InetSocketAddress remote,
      @Nullable SSLEngine engine,
      StreamListeners owner,
      TurnServer server,
      Duration patience,
      Supplier<Instant> now) {
    this.channel = channel;
    this.remote = remote;
    this.owner = owner;
    this.server = server;
    this.patience = patience;
    this.now = now;
    this.in = ByteBuffer.allocate(StreamFraming.MAX_MESSAGE + (engine == null ? 4096 : RECORD_MAX));
    this.tls = engine == null ? null : new TlsStream(engine);
    this.lastMessageAt = now.get();
    this.messageDue = lastMessageAt.plus(patience);
  }

  void register(Selector selector) throws IOException {
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean stream() {
    return true;
  }

  /** Whether its time is over: a message that does not end, or nothing and no allocation. */
  boolean overdue(Instant at) {
    Instant due = messageDue;
    return (due != null && !at.isBefore(due))
        || (allocation() == null && !at.isBefore(lastMessageAt.plus(IDLE_WITHOUT_ALLOCATION)));
  }

  // ---- in
  // ----------------------------------------------------------------------------------------

  @Override
  public void ready(SelectionKey ready) throws IOException {
    if (ready.isWritable()) {
      flush();
    }
    if (ready.isReadable()) {
      read();
    }
  }

  private void read() throws IOException {
    ByteBuffer target = tls == null ? in : tls.encrypted();
    int count = channel.read(target);
    if (count < 0) {
      close();
    } else if (tls == null) {
      messages();
    } else {
      decrypt(tls);
    }
  }

  private void decrypt(TlsStream stream) throws IOException {
    try {
      while (!closed) {
        TlsStream.Step step = stream.unwrap(in, out);
        switch (step) {
          case MORE_INPUT -> {
            messages();
            flush();
            return;
          }
          case TASK -> {
            Runnable task = stream.task();
            if (task != null) {
              interest(false); // until the task is done nothing more is read
              owner.aside(task, () -> resume(stream));
              return;
            }
          }
          case AGAIN -> messages();
          case CLOSED -> {
            flush();
            close();
          }
        }
      }
    } catch (SSLException e) {
      server.counters().count(TurnCounter.TLS_FAILED);
      stream.putAlert(out);
      flush();
      close();
    }
  }

  private void resume(TlsStream stream) {
    if (closed) {
      return;
    }
    interest(true);
    try {
      decrypt(stream);
    } catch (IOException e) {
      failed(e);
    }
  }

  private void messages() throws IOException {
    in.flip();
    boolean any = false;
    int size = StreamFraming.next(in);
    while (size > 0 && !closed) {
      any = true;
      int next = in.position() + size;
      int end = in.limit();
      in.limit(next);
      server.fromClient(this, in, now.get());
      in.limit(end).position(next);
      size = StreamFraming.next(in);
    }
    if (size == StreamFraming.BROKEN) {
      server.counters().count(TurnCounter.MALFORMED);
      close();
      return;
    }
    if (any) {
      lastMessageAt = now.get();
      messageDue = null;
    }
    if (!in.hasRemaining()) {
      in.clear();
    } else {
      messageDue = messageDue == null ? now.get().plus(patience) : messageDue;
      in.compact();
    }
  }

  // ---- out
  // ---------------------------------------------------------------------------------------

  @Override
  public boolean send(ByteBuffer message) {
    if (closed) {
      return false;
    }
    try {
      if (tls != null) {
        return tls.wrap(message, out) && flushed();
      }
      if (out.position() == 0) {
        channel.write(message);
      }
      if (!message.hasRemaining()) {
        return true;
      }
      // One that was begun fits, as the buffer is empty then; of others none is begun without room.
      if (message.remaining() > out.remaining()) {
        return false;
      }
      out.put(message);
      wantsWrite(true);
      return true;
    } catch (IOException e) {
      failed(e);
      return false;
    }
  }

  private boolean flushed() throws IOException {
    flush();
    return true;
  }

  private void flush() throws IOException {
    if (closed || out.position() == 0) {
      return;
    }
    out.flip();
    channel.write(out);
    out.compact();
    wantsWrite(out.position() > 0);
  }

  private void wantsWrite(boolean wants) {
    SelectionKey ours = key;
    if (ours != null && ours.isValid()) {
      int ops = ours.interestOps();
      set(ours, wants ? ops | SelectionKey.OP_WRITE : ops & ~SelectionKey.OP_WRITE);
    }
  }

  private static void set(SelectionKey key, int ops) {
    if (key.interestOps() != ops) {
      key.interestOps(ops);
      key.selector().wakeup();
    }
  }

  private void interest(boolean reading) {
    SelectionKey ours = key;
    if (ours != null && ours.isValid()) {
      int ops = ours.interestOps();
      set(ours, reading ? ops | SelectionKey.OP_READ : ops & ~SelectionKey.OP_READ);
    }
  }

  @Override
  public void failed(IOException e) {
    close(); // reset, or a fault of ours: the client connects again
  }

  void close() {
    if (!closed) {
      closed = true;
      TurnSockets.closeQuietly(channel);
      SelectionKey ours = key;
      if (ours != null) {
        ours.selector().wakeup(); // which gives the descriptor back
      }
      owner.closed(this);
    }
  }
}
