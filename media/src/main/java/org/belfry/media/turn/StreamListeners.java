package org.belfry.media.turn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The sockets that clients connect to, and their connections with their limits. */
final class StreamListeners {
  private static final int BACKLOG = 128;

  private final StreamWatch watch;
  private final TurnSockets.Listening listening;
  private final TurnServer server;
  private final Executor onLoop;
  private final Supplier<Instant> now;
  private final ExecutorService handshakes;
  private final List<Acceptor> acceptors = new ArrayList<>();
  private final Set<StreamLink> links = new HashSet<>();
  private final Map<InetAddress, Integer> perSource = new HashMap<>();

  StreamListeners(
      TurnSockets.Listening listening, TurnServer server, Executor onLoop, Supplier<Instant> now)
      throws IOException {
    this.watch = new StreamWatch(onLoop);
    this.listening = listening;
    this.server = server;
    this.onLoop = onLoop;
    this.now = now;
    // Connections are limited and each has one step of its handshake here at most, so the queue is.
    this.handshakes =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("turn-handshakes").daemon(true).factory());
  }

  void open() throws IOException {
    for (InetSocketAddress address : listening.tcp()) {
      acceptors.add(new Acceptor(address, null));
    }
    for (InetSocketAddress address : listening.tls()) {
      acceptors.add(new Acceptor(address, listening.tlsContext()));
    }
  }

  void start() {
    watch.start();
  }

  List<InetSocketAddress> addresses(boolean tls) {
    return acceptors.stream().filter(a -> a.tls != null == tls).map(a -> a.address).toList();
  }

  boolean isEmpty() {
    return links.isEmpty();
  }

  void sweep(Instant at) {
    for (StreamLink link : List.copyOf(links)) {
      if (link.overdue(at)) {
        server.counters().count(TurnCounter.CONNECTIONS_SLOW);
        link.close();
      }
    }
  }

  void close() {
    acceptors.forEach(acceptor -> TurnSockets.closeQuietly(acceptor.channel));
    List.copyOf(links).forEach(StreamLink::close);
    handshakes.shutdownNow();
    handshakes.close();
    watch.close();
  }

  void closed(StreamLink link) {
    if (links.remove(link)) {
      perSource.computeIfPresent(link.remote().getAddress(), (source, n) -> n == 1 ? null : n - 1);
      server.disconnected(link);
    }
  }

  private final class Acceptor implements StreamWatch.Ready {
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final @Nullable Supplier<SSLContext> tls;

    Acceptor(InetSocketAddress at, @Nullable Supplier<SSLContext> tls) throws IOException {
      this.tls = tls;
      channel = ServerSocketChannel.open();
      try {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(at, BACKLOG);
        address = (InetSocketAddress) channel.getLocalAddress();
        channel.register(watch.selector(), SelectionKey.OP_ACCEPT, this);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      SocketChannel accepted = channel.accept();
      if (accepted == null) {
        return;
      }
      try {
        take(accepted);
      } catch (IOException e) {
        TurnSockets.closeQuietly(accepted); // gone before we looked
      }
    }

    private void take(SocketChannel accepted) throws IOException {
      InetSocketAddress remote = (InetSocketAddress) accepted.getRemoteAddress();
      int others = perSource.getOrDefault(remote.getAddress(), 0);
      if (links.size() >= listening.maxConnections()
          || others >= listening.maxConnectionsPerSource()) {
        server.counters().count(TurnCounter.CONNECTIONS_REFUSED);
        accepted.close();
        return;
      }
      accepted.configureBlocking(false);
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      StreamLink link =
          new StreamLink(
              accepted,
              remote,
              tls == null ? null : engine(tls.get()),
              StreamListeners.this,
              server,
              listening.patience(),
              now);
      link.register(watch.selector());
      links.add(link);
      perSource.merge(remote.getAddress(), 1, Integer::sum);
      server.counters().count(TurnCounter.CONNECTIONS);
    }

    private static SSLEngine engine(SSLContext context) {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      return engine;
    }

    @Override
    public void failed(IOException e) {
      // No descriptors left: the next connection is tried again.
      server.counters().count(TurnCounter.CONNECTIONS_REFUSED);
    }
  }

  /** Runs a slow step aside, and what follows back on the loop. */
  void aside(Runnable step, Runnable after) {
    handshakes.execute(() -> {
      try {
        step.run();
      } finally {
        onLoop.execute(after);
      }
    });
  }
}
