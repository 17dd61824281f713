package org.belfry.pbx.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/** All TCP connections: their numbers, their limit, and who is reached over which. */
final class Connections {
  private final EventLoops loops;
  private final TransportProperties properties;
  private final Reception reception;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final Map<Long, TcpConnection> byNumber = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, TcpConnection> byRemote = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Connections(EventLoops loops, TransportProperties properties, Reception reception) {
    this.loops = loops;
    this.properties = properties;
    this.reception = reception;
  }

  EventLoops loops() {
    return loops;
  }

  TransportProperties properties() {
    return properties;
  }

  Reception reception() {
    return reception;
  }

  int size() {
    return byNumber.size();
  }

  /**
   * Takes in a connection that a peer has opened.
   *
   * @return null when there are too many
   */
  @Nullable TcpConnection accepted(
      Channel channel, EventLoop loop, InetSocketAddress local, InetSocketAddress remote) {
    if (!admitted()) {
      return null;
    }
    TcpConnection connection = connection(channel, loop, local, remote);
    byNumber.put(connection.hop().connection(), connection);
    byRemote.put(remote, connection);
    return connection;
  }

  /**
   * Sends over the hop's connection, else over one to the same place, else over a new one.
   *
   * @param hop with its local end filled in
   * @param source address to connect from; null for any
   */
  void send(byte[] message, Hop hop, @Nullable InetSocketAddress source) {
    TcpConnection given = hop.connection() == 0 ? null : byNumber.get(hop.connection());
    if (given != null && given.send(message, hop)) {
      return;
    }
    TcpConnection known = byRemote.get(hop.remote());
    if (known != null) {
      if (known.send(message, hop)) {
        return;
      }
      byRemote.remove(hop.remote(), known); // it is closing
    }
    connect(message, hop, source);
  }

  private void connect(byte[] message, Hop hop, @Nullable InetSocketAddress source) {
    InetSocketAddress local = hop.local();
    if (closed || local == null) {
      reception.sendFailed(hop, message, closed ? "the server is stopping" : "there is no way");
      return;
    }
    if (!admitted()) {
      reception.sendFailed(hop, message, "there are too many connections");
      return;
    }
    EventLoop loop = loops.nearest();
    TcpConnection made =
        connection(loops.socketChannel(hop.remote().getAddress()), loop, local, hop.remote());
    made.send(message, hop); // waits until the connection is open
    TcpConnection other = byRemote.putIfAbsent(hop.remote(), made);
    if (other == null) {
      byNumber.put(made.hop().connection(), made);
      made.connect(source);
      return;
    }
    made.discard();
    open.decrementAndGet();
    if (!other.send(message, hop)) {
      reception.sendFailed(hop, message, "the connection is closed");
    }
  }

  private TcpConnection connection(
      Channel channel, EventLoop loop, InetSocketAddress local, InetSocketAddress remote) {
    Hop hop = new Hop(Transport.TCP, local, remote, numbers.incrementAndGet());
    return new TcpConnection(channel, loop, hop, this);
  }

  private boolean admitted() {
    if (open.incrementAndGet() <= properties.maxConnections()) {
      reception.counters().connectionsOpened.increment();
      return true;
    }
    open.decrementAndGet();
    reception.counters().connectionsRefused.increment();
    return false;
  }

  /** A connection is gone. */
  void gone(TcpConnection connection) {
    if (byNumber.remove(connection.hop().connection(), connection)) {
      open.decrementAndGet();
      byRemote.remove(connection.hop().remote(), connection);
    }
  }

  /** Closes connections that are idle or whose message does not end; to be called every tick. */
  void tick(Duration tick) {
    long forMessage = properties.messageTimeout().dividedBy(tick);
    long forSilence = properties.idleTimeout().dividedBy(tick);
    for (TcpConnection connection : byNumber.values()) {
      connection.tick(forMessage, forSilence);
    }
  }

  /** Closes all; no new ones are made. */
  List<ChannelFuture> close() {
    closed = true;
    List<ChannelFuture> closing = new ArrayList<>();
    for (TcpConnection connection : byNumber.values()) {
      closing.add(connection.close("the server is stopping"));
    }
    return closing;
  }
}
