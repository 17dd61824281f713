package org.belfry.media.turn;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.Poller;
import org.belfry.media.server.socket.Sockets;
import org.belfry.media.server.socket.UdpSocket;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TurnServer} with its sockets: one thread does it all. A second one waits for connections
 * ({@link StreamWatch}), a third makes the slow steps of TLS handshakes. {@link #start} opens the
 * sockets; {@link #close} ends every allocation and closes them.
 */
public final class TurnSockets implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TurnSockets.class.getName());

  private static final int CLIENTS_BUFFERS = 2 * 1024 * 1024;
  private static final int TICK_MILLIS = 100;
  private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;
  private static final int REST_MILLIS = 1000; // while there is neither allocation nor connection

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
   * @param tlsContext with our certificate as it is now, asked for each connection; null only when
   *     there is no address of TLS
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
      @Nullable Supplier<SSLContext> tlsContext,
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
    public Listening withTls(InetSocketAddress address, Supplier<SSLContext> context) {
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

  /** What the loop does with a socket that can be read. */
  interface SocketReader {
    /** Reads and serves some of what waits. */
    void read();
  }

  private final Poller poller;
  private final InstantSource clock;
  private final TurnServer server;
  private final StreamListeners streams;
  private final List<UdpListener> udp = new ArrayList<>();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;
  private Instant now;

  /**
   * Opens the sockets and begins.
   *
   * @param random one that strangers cannot foresee
   * @throws IOException when an address cannot be had; then nothing stays open
   */
  public static TurnSockets start(
      Listening listening,
      TurnSettings settings,
      PeerPolicy policy,
      CredentialSource credentials,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    return start(Sockets.best(), listening, settings, policy, credentials, clock, random);
  }

  @SuppressWarnings("resource") // it is the caller's to close
  static TurnSockets start(
      Sockets sockets,
      Listening listening,
      TurnSettings settings,
      PeerPolicy policy,
      CredentialSource credentials,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    Poller poller = sockets.poller();
    TurnSockets turn;
    try {
      turn =
          new TurnSockets(sockets, poller, listening, settings, policy, credentials, clock, random);
    } catch (IOException e) {
      poller.close();
      throw e;
    }
    try {
      turn.open(sockets, listening);
    } catch (IOException e) {
      turn.closeSockets();
      poller.close();
      throw e;
    }
    turn.streams.start();
    turn.thread.start();
    return turn;
  }

  private TurnSockets(
      Sockets sockets,
      Poller poller,
      Listening listening,
      TurnSettings settings,
      PeerPolicy policy,
      CredentialSource credentials,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    this.poller = poller;
    this.clock = clock;
    this.now = clock.instant();
    RelayPool pool = new RelayPool(sockets, poller, listening, random, this::fromPeer);
    this.server = new TurnServer(settings, policy, credentials, pool, random);
    this.streams = new StreamListeners(listening, server, this::post, () -> now);
    this.thread = Thread.ofPlatform().name("turn").daemon(true).unstarted(this::run);
  }

  private void open(Sockets sockets, Listening listening) throws IOException {
    for (InetSocketAddress address : listening.udp()) {
      UdpSocket socket = sockets.open(TransportAddress.of(address), 0, CLIENTS_BUFFERS);
      UdpListener listener = new UdpListener(socket, server, () -> now);
      udp.add(listener);
      poller.add(socket, listener);
    }
    streams.open();
  }

  private void post(Runnable task) {
    posted.add(task);
    poller.wake();
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

  private void fromPeer(Allocation owner, ByteBuffer packet, Sender peer) {
    if (packet.hasRemaining()) {
      server.fromPeer(owner, packet, peer);
    } else {
      server.counters().count(TurnCounter.MALFORMED); // longer than any path carries, or nothing
    }
  }

  /** Puts a message into a packet; false when it is longer than any path carries. */
  static boolean copy(ByteBuffer message, Packet packet) {
    int length = message.remaining();
    if (length > Packet.MAX_LENGTH) {
      return false;
    }
    packet.copyFrom(message.array(), message.arrayOffset() + message.position(), length);
    return true;
  }

  // ---- the loop
  // ----------------------------------------------------------------------------------

  private void run() {
    try {
      long tickAt = System.nanoTime();
      while (!closing) {
        int ready = poller.await(isIdle() ? REST_MILLIS : millisTo(tickAt + TICK_NANOS));
        if (System.nanoTime() - tickAt >= TICK_NANOS) { // first, so that a rest has not stopped it
          tickAt = System.nanoTime();
          now = clock.instant();
          server.tick(now);
          streams.sweep(now);
        }
        for (int i = 0; i < ready; i++) {
          serve(poller.owner(i));
        }
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
          obey(task);
        }
        for (int i = 0; i < udp.size(); i++) {
          udp.get(i).flush();
        }
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the TURN server has stopped: its poller failed", e);
    } finally {
      server.close();
      closeSockets();
    }
  }

  private boolean isIdle() {
    return server.allocations() == 0 && streams.isEmpty();
  }

  private static int millisTo(long nanoTime) {
    return Math.clamp((nanoTime - System.nanoTime()) / 1_000_000 + 1, 1, TICK_MILLIS);
  }

  private static void obey(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      tellFault(e);
    }
  }

  private static void serve(@Nullable Object owner) {
    if (owner instanceof SocketReader socket) {
      try {
        socket.read();
      } catch (RuntimeException e) {
        tellFault(e);
      }
    }
  }

  static void tellFault(RuntimeException e) {
    LOG.log(Level.ERROR, "a fault of ours in the TURN server; what came is lost", e);
  }

  private void closeSockets() {
    streams.close();
    for (UdpListener listener : udp) {
      listener.socket().close();
    }
  }

  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "closing failed, which leaves it closed", e);
    }
  }

  /** Waits until a thread has ended, though somebody interrupts us. */
  static void join(Thread thread) {
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

  @Override
  public synchronized void close() {
    if (!closing) {
      closing = true;
      poller.wake();
      join(thread);
      poller.close(); // not before: until then other threads may wake it
    }
  }
}
