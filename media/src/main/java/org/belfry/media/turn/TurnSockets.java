package org.belfry.media.turn;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TurnServer} with its sockets: one thread that waits for all of them at once. A second
 * one makes the slow steps of TLS handshakes. {@link #start} opens the sockets; {@link #close} ends
 * every allocation and closes them.
 */
public final class TurnSockets implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TurnSockets.class.getName());

  /** A larger packet is dropped: no path carries it. */
  static final int MAX_PACKET = 16 * 1024;

  private static final long TICK_MILLIS = 100;

  /**
   * An address that relayed ports are opened on.
   *
   * @param advertised what clients are told: the public address in front, or the same
   */
  public record RelayAddress(InetAddress local, InetAddress advertised) {}

  /**
   * Where to listen, and how much of it.
   *
   * @param udp addresses of UDP, usually with port 3478; port 0 for any
   * @param tcp of TCP, usually 3478
   * @param tls of TLS over TCP, usually 5349
   * @param tlsContext with our certificate; null only when there is no address of TLS
   * @param relays one a family at most
   * @param maxConnections in all; more are closed at once
   * @param maxConnectionsPerSource from one address
   * @param patience how long a message may be on its way from its first byte to its last, and a
   *     connection without its first
   */
  public record Listening(
      List<InetSocketAddress> udp,
      List<InetSocketAddress> tcp,
      List<InetSocketAddress> tls,
      @Nullable SSLContext tlsContext,
      List<RelayAddress> relays,
      int relayPortMin,
      int relayPortMax,
      int maxConnections,
      int maxConnectionsPerSource,
      Duration patience) {

    /**
     * @throws IllegalArgumentException when the addresses or ports make no server
     */
    public Listening {
      udp = List.copyOf(udp);
      tcp = List.copyOf(tcp);
      tls = List.copyOf(tls);
      relays = List.copyOf(relays);
      if (!tls.isEmpty() && tlsContext == null) {
        throw new IllegalArgumentException("TLS needs a certificate");
      }
      if (relayPortMin < 1 || relayPortMax > 65535 || relayPortMin > relayPortMax) {
        throw new IllegalArgumentException(
            "no range of ports: " + relayPortMin + " to " + relayPortMax);
      }
    }

    /** UDP and TCP on one address, relaying on the same. */
    public static Listening on(InetSocketAddress address, int relayPortMin, int relayPortMax) {
      InetAddress local = address.getAddress();
      return new Listening(
          List.of(address),
          List.of(address),
          List.of(),
          null,
          List.of(new RelayAddress(local, local)),
          relayPortMin,
          relayPortMax,
          500,
          100,
          Duration.ofSeconds(10));
    }

    /** The same with TLS. */
    public Listening withTls(InetSocketAddress address, SSLContext context) {
      return new Listening(
          udp,
          tcp,
          List.of(address),
          context,
          relays,
          relayPortMin,
          relayPortMax,
          maxConnections,
          maxConnectionsPerSource,
          patience);
    }
  }

  /** What a selection key stands for. */
  interface Ready {
    void ready(SelectionKey key) throws IOException;

    void failed(IOException e);
  }

  private final Selector selector;
  private final InstantSource clock;
  private final TurnServer server;
  private final StreamListeners streams;
  private final List<UdpListener> udp = new ArrayList<>();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer;
  private final Thread thread;
  private volatile boolean closing;
  private Instant now;

  /**
   * Opens the sockets and begins.
   *
   * @param random one that strangers cannot foresee
   * @throws IOException when an address cannot be had; then nothing stays open
   */
  @SuppressWarnings("resource") // it is the caller's to close
  public static TurnSockets start(
      Listening listening,
      TurnSettings settings,
      PeerPolicy policy,
      CredentialSource credentials,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    Selector selector = Selector.open();
    TurnSockets sockets =
        new TurnSockets(selector, listening, settings, policy, credentials, clock, random);
    try {
      sockets.open(listening);
    } catch (IOException e) {
      sockets.closeSockets();
      throw e;
    }
    sockets.thread.start();
    return sockets;
  }

  private TurnSockets(
      Selector selector,
      Listening listening,
      TurnSettings settings,
      PeerPolicy policy,
      CredentialSource credentials,
      InstantSource clock,
      RandomGenerator random) {
    this.selector = selector;
    this.clock = clock;
    this.now = clock.instant();
    this.buffer = ByteBuffer.allocateDirect(TurnServer.HEADROOM + MAX_PACKET + TurnServer.TAILROOM);
    RelayPool pool = new RelayPool(selector, listening, random, this::readPeer);
    this.server = new TurnServer(settings, policy, credentials, pool, random);
    Executor onLoop =
        task -> {
          posted.add(task);
          selector.wakeup();
        };
    this.streams = new StreamListeners(selector, listening, server, onLoop, () -> now);
    this.thread = Thread.ofPlatform().name("turn").daemon(true).unstarted(this::run);
  }

  private void open(Listening listening) throws IOException {
    for (InetSocketAddress address : listening.udp()) {
      udp.add(new UdpListener(selector, address, server, buffer, () -> now));
    }
    streams.open();
  }

  /** Where UDP is listened on, with the ports that were chosen. */
  public List<InetSocketAddress> udpAddresses() {
    return udp.stream().map(UdpListener::address).toList();
  }

  /** Where TCP is listened on. */
  public List<InetSocketAddress> tcpAddresses() {
    return streams.addresses(false);
  }

  /** Where TLS is listened on. */
  public List<InetSocketAddress> tlsAddresses() {
    return streams.addresses(true);
  }

  /** The counts, for any thread. */
  public TurnCounters counters() {
    return server.counters();
  }

  private void readPeer(DatagramChannel channel, Allocation owner) throws IOException {
    // A peer sends a packet each 20 ms, so that one a turn is enough, and no other waits for it.
    ByteBuffer packet = buffer;
    packet.clear().position(TurnServer.HEADROOM).limit(TurnServer.HEADROOM + MAX_PACKET);
    InetSocketAddress from = (InetSocketAddress) channel.receive(packet);
    if (from == null) {
      return;
    }
    int end = packet.position();
    if (end == packet.limit()) {
      server.counters().count(TurnCounter.MALFORMED); // was cut
      return;
    }
    packet.clear().limit(end).position(TurnServer.HEADROOM);
    server.fromPeer(owner, packet, from);
  }

  // ---- the loop
  // ----------------------------------------------------------------------------------

  private void run() {
    try {
      long tickAt = System.nanoTime();
      Consumer<SelectionKey> dispatch = this::dispatch;
      while (!closing) {
        long wait = TICK_MILLIS - (System.nanoTime() - tickAt) / 1_000_000;
        selector.select(dispatch, Math.max(1, wait));
        now = clock.instant();
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
          task.run();
        }
        if (System.nanoTime() - tickAt >= TICK_MILLIS * 1_000_000) {
          tickAt = System.nanoTime();
          server.tick(now);
          streams.sweep(now);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the TURN server has stopped: its selector failed", e);
    } finally {
      server.close();
      closeSockets();
    }
  }

  private void dispatch(SelectionKey key) {
    Ready ready = (Ready) key.attachment();
    try {
      ready.ready(key);
    } catch (CancelledKeyException e) {
      // Closed by what another key of the same turn brought.
    } catch (IOException e) {
      ready.failed(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a fault of ours in the TURN server; the socket's work is given up", e);
      ready.failed(new IOException(e));
    }
  }

  private void closeSockets() {
    streams.close();
    for (SelectionKey key : selector.keys()) {
      closeQuietly(key.channel());
    }
    closeQuietly(selector);
  }

  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "closing failed, which leaves it closed", e);
    }
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
