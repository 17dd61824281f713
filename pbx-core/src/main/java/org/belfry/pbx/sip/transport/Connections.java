package org.belfry.pbx.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/** All connections: their numbers, their limits, and who is reached over which. */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
final class Connections {
  private final EventLoops loops;
  private final TransportProperties properties;
  private final MessageInput input;
  private final TlsContexts tls;
  private final WebSocketPolicy policy;
  private final AtomicLong numbers = new AtomicLong();
  private final Admission admission;
  private final Map<Long, Connection> byNumber = new ConcurrentHashMap<>();
  private final Map<FarEnd, Connection> byFarEnd = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Who a connection leads to. One that was opened by TLS to a name is used for that name only (RFC
   * 5922 §7.4, RFC 5923 §4).
   */
  private record FarEnd(
      Transport transport, InetSocketAddress remote, @Nullable String serverName) {
    static FarEnd of(Hop hop) {
      return new FarEnd(hop.transport(), hop.remote(), hop.serverName());
    }
  }

  Connections(
      EventLoops loops,
      TransportProperties properties,
      MessageInput input,
      TlsContexts tls,
      WebSocketPolicy policy) {
    this.loops = loops;
    this.properties = properties;
    this.input = input;
    this.tls = tls;
    this.policy = policy;
    this.admission = new Admission(properties.connections(), input::regard, input.counters());
  }

  EventLoops loops() {
    return loops;
  }

  TransportProperties properties() {
    return properties;
  }

  MessageInput input() {
    return input;
  }

  WebSocketPolicy policy() {
    return policy;
  }

  int size() {
    return byNumber.size();
  }

  /**
   * The connection that a way names by its number, while it is open; else null. Numbers begin anew
   * with the process, and a Route of a dialog outlives it (RFC 5626 §5.2), so its far end must be
   * the same.
   */
  @Nullable Connection along(Hop hop) {
    Connection open = hop.connection() == 0 ? null : byNumber.get(hop.connection());
    return open != null
            && open.hop().transport() == hop.transport()
            && open.hop().remote().equals(hop.remote())
        ? open
        : null;
  }

  /**
   * Takes in a connection that a peer has opened.
   *
   * @return false when there are too many
   */
  boolean accepted(
      Channel channel, Transport transport, InetSocketAddress local, InetSocketAddress remote) {
    Hop hop = new Hop(transport, local, remote, numbers.incrementAndGet());
    if (!admitted(hop)) {
      return false;
    }
    if (transport.secure()) {
      SslHandler handler = tls.accept(loops.allocator());
      if (handler == null) {
        admission.givesBack(hop);
        return false;
      }
      channel.pipeline().addLast(handler);
    }
    EventLoop loop = channel.eventLoop();
    keep(
        transport.webSocket()
            ? new WebSocketConnection(channel, loop, hop, this)
            : new StreamConnection(channel, loop, hop, true, this));
    return true;
  }

  /**
   * Takes in a WebSocket that another's socket carries.
   *
   * @return null when there are too many
   */
  @Nullable CarriedConnection carried(
      Transport transport,
      InetSocketAddress local,
      InetSocketAddress remote,
      ExternalWebSocket carrier) {
    Hop hop = new Hop(transport, local, remote, numbers.incrementAndGet());
    if (!admitted(hop)) {
      return null;
    }
    CarriedConnection connection = new CarriedConnection(carrier, loops.nearest(), hop, this);
    keep(connection);
    return connection;
  }

  private void keep(Connection connection) {
    admission.entered(connection);
    byNumber.put(connection.hop().connection(), connection);
    byFarEnd.put(FarEnd.of(connection.hop()), connection);
  }

  /**
   * Sends over the hop's connection, else over one to the same place, else over a new one where the
   * far end can be connected to.
   *
   * @param hop with its local end filled in
   * @param source address to connect from; null for any
   */
  void send(byte[] message, Hop hop, @Nullable InetSocketAddress source) {
    Connection given = along(hop);
    if (given != null && given.send(message, hop)) {
      return;
    }
    FarEnd farEnd = FarEnd.of(hop);
    Connection known = byFarEnd.get(farEnd);
    if (known != null) {
      if (known.send(message, hop)) {
        return;
      }
      byFarEnd.remove(farEnd, known); // it is closing
    }
    if (hop.transport().webSocket()
        || (hop.transport() == Transport.TLS && hop.connection() != 0)) {
      // Nobody connects to a browser (RFC 7118 §5), and the port that a TLS client came from is no
      // server with a certificate.
      input.sendFailed(hop, message, "the connection is closed");
      return;
    }
    connect(message, hop, farEnd, source);
  }

  private void connect(byte[] message, Hop hop, FarEnd farEnd, @Nullable InetSocketAddress source) {
    InetSocketAddress local = hop.local();
    if (closed || local == null) {
      input.sendFailed(hop, message, closed ? "the server is stopping" : "there is no way");
      return;
    }
    if (!admitted(null)) {
      input.sendFailed(hop, message, "there are too many connections");
      return;
    }
    SslHandler handler = null;
    if (hop.transport() == Transport.TLS) {
      handler = tls.connect(loops.allocator(), hop);
      if (handler == null) {
        admission.givesBack(null);
        input.sendFailed(hop, message, "there is no certificate for TLS yet");
        return;
      }
    }
    EventLoop loop = loops.nearest();
    Channel channel = loops.socketChannel(hop.remote().getAddress());
    if (handler != null) {
      channel.pipeline().addLast(handler);
    }
    Hop way =
        new Hop(hop.transport(), local, hop.remote(), numbers.incrementAndGet(), hop.serverName());
    StreamConnection made = new StreamConnection(channel, loop, way, false, this);
    made.send(message, hop); // waits until the connection is open
    Connection other = byFarEnd.putIfAbsent(farEnd, made);
    if (other == null) {
      admission.entered(made);
      byNumber.put(made.hop().connection(), made);
      made.connect(source);
      return;
    }
    made.discard();
    admission.givesBack(null);
    if (!other.send(message, hop)) {
      input.sendFailed(hop, message, "the connection is closed");
    }
  }

  /**
   * @param from the way to who opens it, or null when it is we
   */
  private boolean admitted(@Nullable Hop from) {
    if (!closed && (from == null ? admission.admitsOurs() : admission.admits(from))) {
      input.counters().connectionsOpened.increment();
      return true;
    }
    input.counters().connectionsRefused.increment();
    return false;
  }

  /** A connection is gone; counted once. */
  void gone(Connection connection) {
    Hop hop = connection.hop();
    byNumber.computeIfPresent(
        hop.connection(),
        (number, held) -> {
          if (held != connection) {
            return held;
          }
          // Before it leaves the map: whoever sees the count fall finds the place free.
          admission.left(connection);
          byFarEnd.remove(FarEnd.of(hop), connection);
          return null;
        });
  }

  /** Closes connections that are idle or whose message does not end; to be called every tick. */
  void tick(Ticks limits) {
    for (Connection connection : byNumber.values()) {
      connection.tick(limits);
      if (admission.outstays(connection, limits)) {
        input.counters().connectionsTimedOut.increment();
        connection.close("nobody registered over it");
      }
    }
  }

  /** Closes all; no new ones are made. */
  List<Future<?>> close() {
    closed = true;
    List<Future<?>> closing = new ArrayList<>();
    for (Connection connection : byNumber.values()) {
      closing.add(connection.close("the server is stopping"));
    }
    return closing;
  }
}
